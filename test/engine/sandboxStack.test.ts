import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

const SETTINGS = readFileSync(new URL("../../Pulumi.dev.yaml", import.meta.url), "utf8");
const INSTRUCTIONS = ["classic", "instructions", "ona"]
  .map((name) => readFileSync(new URL(`../../sandbox/main/${name}.ts`, import.meta.url), "utf8"))
  .join("\n");
/** The commands that the sandbox prints. */
const COMMANDS = [...INSTRUCTIONS.matchAll(/"(?: {2}|Ctrl-C .*?: )((?:cp|pulumi stack) [^"$]*)"/g)].map(
  ([, command = ""]) => command,
);

let person: Person;
beforeAll(async () => {
  person = await Person.start({ withoutStack: true });
  await person.script(`cat > Pulumi.dev.yaml <<'END'\n${SETTINGS}END`);
});
afterAll(() => person.close());

test("the commands that the sandbox prints change no tracked file", async () => {
  expect(COMMANDS).toEqual([
    "cp Pulumi.dev.yaml Pulumi.sandbox.yaml",
    "pulumi stack select --create sandbox",
    "pulumi stack rm --force --yes sandbox",
    "pulumi stack select --create sandbox-ona",
    "pulumi stack rm --force --yes sandbox-ona",
  ]);
  for (const command of COMMANDS) {
    const line = command.replace(/^pulumi/, "node cli/pulumi/main.ts --non-interactive");
    expect(await person.script(line)).toMatchObject({ code: 0 });
  }
  expect(await person.file("Pulumi.dev.yaml")).toBe(SETTINGS);
  await expect(person.file("Pulumi.sandbox.yaml")).rejects.toThrow("ENOENT");
  expect(readFileSync(new URL("../../.gitignore", import.meta.url), "utf8")).toContain("Pulumi.sandbox.yaml\n");
});
