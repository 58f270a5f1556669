import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { upsert } from "../../../ops/pipelines/comment/comments.ts";
import { commentsFor } from "../../../ops/pipelines/comment/systems.ts";
import { type ReviewSystem, type SystemName, startReviewSystem, TOKEN } from "./support/reviewSystem.ts";

/** Each test starts the command several times. */
jest.setTimeout(30_000);

const MAIN = fileURLToPath(new URL("../../../ops/pipelines/comment/main.ts", import.meta.url));
const MARKER = "<!-- gitpod-azure-devops:preview:prod -->";
const OTHER = "<!-- gitpod-azure-devops:preview:staging -->";
const SYSTEMS: readonly SystemName[] = ["GitHub", "Azure Repos", "GitLab"];

let folder: string;
let system: ReviewSystem;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-comment-"));
});
afterEach(async () => {
  await system.close();
  await rm(folder, { recursive: true });
});

async function comment(body: string, environment: Readonly<Record<string, string>> = system.environment) {
  const file = join(folder, "preview.md");
  await writeFile(file, body);
  return script(file, environment);
}

async function script(file: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, file], { env: { PATH: process.env.PATH, ...environment } });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, said: `${stdout}${stderr}` };
}

describe.each(SYSTEMS)("the comment on %s", (name) => {
  beforeEach(async () => {
    system = await startReviewSystem(name);
  });

  test("is created once, then edited, and left alone if nothing changed", async () => {
    expect(await comment(`${MARKER}\nfirst\n`)).toEqual({ code: 0, said: "The comment was created.\n" });
    expect(await comment(`${MARKER}\nsecond\n`)).toEqual({ code: 0, said: "The comment was updated.\n" });
    expect(await comment(`${MARKER}\nsecond\n`)).toEqual({ code: 0, said: "The comment was unchanged.\n" });
    expect(system.bodies()).toEqual([`${MARKER}\nsecond`]);
  });

  test("is found among more than a hundred others, and told from a person's and another stack's", async () => {
    for (let index = 0; index < 120; index += 1) system.add(`chat ${index}`, "person");
    system.add(`> ${MARKER}\nquoted`, "person");
    system.add(`${OTHER}\nother stack`, "pipeline");
    await comment(`${MARKER}\nfirst`);
    await comment(`${MARKER}\nsecond`);
    expect(system.bodies().slice(120)).toEqual([`> ${MARKER}\nquoted`, `${OTHER}\nother stack`, `${MARKER}\nsecond`]);
  });

  test("reports an error without the token", async () => {
    const { code, said } = await comment(MARKER, system.withToken("wrong-token"));
    expect(code).toBe(1);
    expect(said).toContain("error: ");
    expect(said).toMatch(/401|check the token/);
    expect(said).not.toContain("wrong-token");
    expect(said).not.toContain(TOKEN);
  });

  test("names missing variables", async () => {
    const { code, said } = await comment(MARKER, { ...system.withToken("") });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^error: \w+TOKEN must be set/) });
  });
});

// D12
describe.each(SYSTEMS)("on %s a comment with the marker", (name) => {
  test.each(["person", "tool"] as const)("by a %s is not taken for the pipeline's", async (author) => {
    system = await startReviewSystem(name);
    system.add(`${MARKER}\nforged`, author);
    const comments = commentsFor(system.environment);
    await upsert(comments, `${MARKER}\nreal`);
    await upsert(comments, `${MARKER}\nedited`);
    expect(system.bodies()).toEqual([`${MARKER}\nforged`, `${MARKER}\nedited`]);
  });
});

// D2: the file comes from a job that runs the code of the pull request.
describe("the file", () => {
  beforeEach(async () => {
    system = await startReviewSystem("GitHub");
  });
  const run = (path: string) => script(path, system.environment);

  test("may not be a folder", async () => {
    await mkdir(join(folder, "preview.md"));
    expect(await run(join(folder, "preview.md"))).toMatchObject({
      code: 1,
      said: expect.stringContaining("is not a regular file"),
    });
  });

  test("may not be a link to another file", async () => {
    await writeFile(join(folder, "secret"), `${MARKER}\nsecret`);
    await symlink(join(folder, "secret"), join(folder, "preview.md"));
    expect(await run(join(folder, "preview.md"))).toMatchObject({
      code: 1,
      said: expect.stringContaining("is not a regular file"),
    });
  });

  test("may not start with the marker of another tool", async () => {
    system.add("<!-- coverage -->\n97 %", "pipeline");
    const { code, said } = await comment("<!-- coverage -->\n0 %");
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining("the first line is not its marker") });
    expect(system.bodies()).toEqual(["<!-- coverage -->\n97 %"]);
  });
});

test("outside a CI system it names the supported ones", async () => {
  system = await startReviewSystem("GitHub");
  const { code, said } = await comment(MARKER, {});
  expect(code).toBe(1);
  expect(said).toContain("run this in GitHub Actions, Azure Pipelines or GitLab CI");
});
