import { readdir } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { findPulumi } from "../../../cli/pulumi/find.ts";
import { approve } from "../../../sandbox/browser.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { expectGolden } from "../../support/golden.ts";
import { Outsider } from "../support/release.ts";
import { KEYS, type Terminal } from "../support/terminal.ts";

const GOLDEN = fileURLToPath(new URL("golden/firstTenMinutes.txt", import.meta.url));
const PASSPHRASE = "open sesame";
/** Each question costs every newcomer time. */
const MOST_QUESTIONS = 13;
const { token, organizationId, tenantId } = SANDBOX;

let outsider: Outsider;
let folder: string;
let home: string;
let cli: string;

beforeAll(async () => {
  outsider = await Outsider.start({ token, organizationId, tenantId });
  folder = await outsider.folder("first");
  await outsider.release.npmInstall(folder);
  cli = (await findPulumi()).command.command;
  home = await outsider.folder("newcomer");
}, 300_000);
afterAll(() => outsider.close());

/** A command of somebody new to Pulumi, who has installed its CLI and set no variable. */
function type(command: string): Terminal {
  const path = isAbsolute(cli) ? `export PATH="${dirname(cli)}:$PATH" && ` : "";
  const inFolder = `bash -c '${path}cd "$0" && ${command}' ${folder}`;
  const size = { columns: 80, rows: 200 };
  return outsider.person.terminal(`env -u PULUMI_CONFIG_PASSPHRASE ${inFolder}`, { HOME: home }, size);
}

test("somebody without a backend is asked for one, and nothing is written before that", async () => {
  const setup = type("env -u PULUMI_BACKEND_URL npx gitpod-azure-devops setup");
  await setup.answer("Make a project", KEYS.enter);
  await setup.answer("Where should Pulumi keep", KEYS.interrupt);
  expect(await setup.ended()).toBe(130);
  expect(await readdir(folder)).not.toContain("Pulumi.yaml");
});

test("from an empty folder to an active integration, by what the screen says alone", async () => {
  const { gitpod } = outsider.sandbox;
  const setup = type("npx gitpod-azure-devops setup");
  await setup.answer("Make a project", KEYS.enter);
  await setup.answer("Name of the new stack", KEYS.enter);
  await setup.answer("Passphrase of the new stack", PASSPHRASE + KEYS.enter);
  await setup.answer("The same again", PASSPHRASE + KEYS.enter);
  await setup.answer("Platform", KEYS.enter);
  await setup.answer("Host of your Gitpod", gitpod.host + KEYS.enter);
  await setup.answer("Personal access token (not shown)", token + KEYS.enter);
  await setup.answer("Is it the sandbox", KEYS.enter);
  await setup.answer("Organization", KEYS.enter);
  await setup.answer("at another age", KEYS.enter);
  await setup.answer("Where to keep the token", KEYS.enter);
  await setup.answer("Make the project and the stack", KEYS.enter);
  await setup.answer("Preview now?", KEYS.enter);
  expect(await setup.ended()).toBe(0);
  expect(setup.answers).toBeLessThanOrEqual(MOST_QUESTIONS);
  const screen = await setup.rendered();
  expectGolden(GOLDEN, withoutAccidents(screen));

  const [passphrase = "", up, activate, ...others] = commandsIn(screen);
  expect(others).toEqual([]);
  const prepared = passphrase.replace("<passphrase>", `"${PASSPHRASE}"`);
  const deployment = type(`${prepared} && ${up}`);
  await deployment.answer("Do you want to perform this update?", `yes${KEYS.enter}`);
  expect(await deployment.ended()).toBe(0);
  const activation = type(`${prepared} && ${activate}`);
  await activation.see("Waiting for");
  const [link = ""] = /http:\S+\/api\/authorize\S+/.exec(stripVTControlCharacters(activation.screen)) ?? [];
  expect(await approve(link)).toMatchObject({ ok: true });
  await activation.see("Verified");
  expect(await activation.ended()).toBe(0);
  expect(gitpod.integrations.list()).toMatchObject([{ organizationId, verified: true }]);
  for (const terminal of [setup, deployment, activation]) expect(terminal.screen).not.toContain(token);
});

/** The commands in the box, in order. */
function commandsIn(screen: string): string[] {
  const box = screen.slice(screen.lastIndexOf("Next"));
  return [...box.matchAll(/^│ {5}(\S.*?) *│$/gm)].map(([, command = ""]) => command);
}

/** Replaces what differs from run to run and from machine to machine, and leaves out most of what Pulumi prints. */
function withoutAccidents(screen: string): string {
  return screen
    .replace(/ +[│╮╯]$/gm, "")
    .replace(/─+[╮╯]$/gm, "─")
    .replace(/localhost:\d+/g, "localhost:<port>")
    .replace(/(changes nothing\.\n│ {2}Yes\n).*?^(Resources:)/ms, "$1...\n$2");
}
