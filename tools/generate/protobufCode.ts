import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Artifact, ROOT, readText } from "./artifact.ts";

/** Folders of proto/, and of provider/ for the code. */
const FOLDERS = ["classic", "connect", "ona"];
const TOOLS = join(ROOT, "tools/protobuf");
const BIN = join(TOOLS, "node_modules/.bin");

/** The code for the APIs, generated from their protobuf definitions. */
export function protobufCode(): Artifact[] {
  if (!areInstalled()) installTools();
  return FOLDERS.flatMap(codeOf);
}

/** The platforms have messages of the same names, so each is generated apart. */
function codeOf(folder: string): Artifact[] {
  const out = `provider/${folder}/gen`;
  const scratch = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    cpSync(join(ROOT, "proto", folder), join(scratch, "proto"), { recursive: true });
    for (const file of ["buf.yaml", "buf.gen.yaml"]) cpSync(join(TOOLS, file), join(scratch, file));
    execFileSync(join(BIN, "buf"), ["generate"], {
      cwd: scratch,
      env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}` },
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    const [present, made] = [join(ROOT, out), join(scratch, "gen")];
    const names = new Set([present, made].flatMap((cwd) => globSync("**/*.{js,ts}", { cwd })));
    return [...names].map((name) => ({ path: join(out, name), content: readText(join(made, name)) }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function areInstalled(): boolean {
  const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readText(join(TOOLS, "package.json")) ?? "",
  );
  return Object.entries(dependencies).every(([name, version]) => {
    const installed = readText(join(TOOLS, "node_modules", name, "package.json")) ?? "{}";
    return JSON.parse(installed).version === version;
  });
}

/** They are 150 MB, which only those who run the generator pay for. */
function installTools(): void {
  console.error("installing what generates code from proto/ (once) ...");
  execFileSync("npm", ["ci"], {
    cwd: TOOLS,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
