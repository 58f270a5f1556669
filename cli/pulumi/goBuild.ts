import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { errorCode } from "../../provider-kit/errors.ts";
import { Skipped } from "./sources.ts";
import { BUILT_VERSION } from "./versions.ts";

const MODULE = fileURLToPath(new URL("./go", import.meta.url));
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const KEPT_LINES = 8;

/** Builds the CLI into the folder, from the Go modules that `go/go.mod` pins. */
export function buildInto(root: string, detail: (text: string) => void): Promise<void> {
  const executable = join(root, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
  const activity = createActivity();
  return new Promise((resolve, reject) => {
    const go = spawn("go", goArguments(executable), {
      cwd: MODULE,
      env: { ...process.env, GOWORK: "off" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines = createInterface({ input: go.stderr });
    lines.on("line", (line) => {
      activity.read(line);
      detail(activity.summary());
    });
    go.on("error", (error) => {
      const missing = errorCode(error) === "ENOENT";
      reject(new Skipped(missing ? "there is no `go` on PATH" : `go cannot be started: ${error.message}`));
    });
    go.on("close", (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Skipped(`go build failed:\n${activity.errors().replace(/^/gm, "      ")}`));
      }
    });
  });
}

function goArguments(executable: string): string[] {
  const ldflags = `-s -w -X ${VERSION_VARIABLE}=v${BUILT_VERSION}`;
  return [
    "build",
    "-v",
    "-mod=readonly",
    "-buildvcs=false",
    "-trimpath",
    "-ldflags",
    ldflags,
    "-o",
    executable,
    PACKAGE,
  ];
}

/** Sorts what `go build -v` prints: modules it downloads, packages it compiles, and errors. */
export function createActivity() {
  let downloaded = 0;
  let compiled = 0;
  let latest = "";
  const rest: string[] = [];
  return {
    read(line: string) {
      const download = /^go: downloading (\S+)/.exec(line);
      if (download) {
        downloaded += 1;
        latest = `downloading ${download[1]}`;
      } else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) {
        compiled += 1;
        latest = `compiling ${line}`;
      } else if (line.trim() !== "") {
        rest.push(line);
        rest.splice(0, rest.length - KEPT_LINES);
      }
    },
    summary: () => [`${downloaded} modules`, `${compiled} packages`, latest].filter((part) => part !== "").join(" · "),
    errors: () => (rest.length > 0 ? rest.join("\n") : "go gave no reason"),
  };
}
