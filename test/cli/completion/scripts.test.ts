import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { PROGRAM, runProgram } from "../support/program.ts";

const run = promisify(execFile);
const has = (shell: string) => (process.env.PATH ?? "").split(delimiter).some((path) => existsSync(join(path, shell)));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-completion-"));
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(PROGRAM, join(folder, "node_modules/.bin/gitpod-azure-devops"));
  await writeFile(join(folder, "preview.json"), "");
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    await writeFile(join(folder, shell), (await runProgram(["completion", shell])).stdout);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** How to ask each shell what it would offer, a word each. */
const ASK: Readonly<Record<string, (words: readonly string[]) => readonly [string, ...string[]]>> = {
  bash: (words) => {
    const script = `. ./bash; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _gitpod_azure_devops; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ["bash", "--norc", "-c", script];
  },
  // Without a terminal zsh has no line to complete: its builtins are told apart by what they would show.
  zsh: (words) => {
    const script = `compdef() {}; _describe() { shift 2; local -a all; all=("\${(@P)1}"); print -rl -- "\${all[@]%%:*}"; }; _files() { print -rl -- *(N); }; _default() { print default; }
      . ./zsh; words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=\${#words}; _gitpod_azure_devops`;
    return ["zsh", "-f", "-c", script];
  },
  fish: (words) => ["fish", "--no-config", "-c", `. ./fish; complete -C '${words.join(" ")}'`],
};

const offered = async (shell: string, ...words: string[]) => {
  const [command, ...args] = ASK[shell]?.(words) ?? [""];
  const env = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), HOME: folder };
  const { stdout, stderr } = await run(command, args, { cwd: folder, env });
  expect(stderr).toBe("");
  return stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0]]));
};

for (const shell of Object.keys(ASK)) {
  const title = `${shell} offers commands, flags, values and files, behind npx too`;
  if (!has(shell)) test.skip(`${title} (skipped: this machine has no ${shell})`, () => undefined);
  else
    test(title, async () => {
      expect(await offered(shell, "npx", "gitpod-azure-devops", "stat")).toEqual(["status"]);
      expect(await offered(shell, "npx", "--yes", "gitpod-azure-devops", "setup", "--platform", "")).toEqual([
        "classic",
        "ona",
      ]);
      expect(await offered(shell, "node_modules/.bin/gitpod-azure-devops", "status", "--no-")).toEqual(["--no-drift"]);
      expect(await offered(shell, "npx", "gitpod-azure-devops", "preview-markdown", "prev")).toContain("preview.json");
      expect(await offered(shell, "npx", "another-package", "stat")).not.toContain("status");
    });
}

test("the script for PowerShell knows both names, and the program's hidden command", async () => {
  const { stdout } = await runProgram(["completion", "powershell"]);
  expect(stdout).toContain("-CommandName 'gitpod-azure-devops', 'npx'");
  expect(stdout).toContain("'complete'");
  expect((await runProgram(["complete", "--next", "--", "completion"])).stdout).toMatch(/^bash\t\nzsh\t\n/);
});
