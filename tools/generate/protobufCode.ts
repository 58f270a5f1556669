import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Artifact, BIN, ROOT, readText } from "./artifact.ts";

const OUT = "provider/classic/gen";

/** The code for Gitpod's API, generated from its protobuf definition. */
export function protobufCode(): Artifact[] {
  const scratch = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    for (const file of ["buf.yaml", "buf.gen.yaml", "proto"]) {
      cpSync(join(ROOT, file), join(scratch, file), { recursive: true });
    }
    execFileSync(join(BIN, "buf"), ["generate"], {
      cwd: scratch,
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}` },
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    const [present, made] = [join(ROOT, OUT), join(scratch, OUT)];
    const names = new Set([present, made].flatMap((cwd) => globSync("**/*.{js,ts}", { cwd })));
    return [...names].map((name) => ({ path: join(OUT, name), content: readText(join(made, name)) }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
