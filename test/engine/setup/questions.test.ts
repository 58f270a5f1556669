import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { LEFT_ALONE, Newcomer, OPS } from "../support/newcomer.ts";
import { KEYS } from "../support/terminal.ts";

const OWNER = "01234567-89ab-4cde-8f01-23456789abcd";
const NOTHING_WRITTEN = "Cancelled: nothing was written.";
/** Unsets the variable, because an empty one counts as a passphrase. */
const WITHOUT_PASSPHRASE = "env -u PULUMI_CONFIG_PASSPHRASE";

let newcomer: Newcomer;
beforeAll(async () => {
  newcomer = await Newcomer.start();
});
afterEach(() => newcomer.leave());
afterAll(() => newcomer.person.close());

test("a new stack is created, wrong answers are refused, and its preview runs", async () => {
  const { gitpod, entra } = newcomer.sandbox;
  await newcomer.prepare("prod");
  const terminal = newcomer.begin("");
  await terminal.answer("Name of the new stack", `${KEYS.clearLine}two words${KEYS.enter}`);
  await terminal.answer("It may contain only letters", `${KEYS.clearLine}prod${KEYS.enter}`);
  await terminal.answer("Platform", KEYS.enter);
  await terminal.answer("Host of your Gitpod", `two words${KEYS.enter}`);
  await terminal.answer("It is not a host name", `${KEYS.clearLine}http://${gitpod.host}/settings/git${KEYS.enter}`);
  await terminal.see(`Using ${gitpod.host}.`);
  await terminal.answer("Personal access token (not shown)", `gitpod_pat_wrong${KEYS.enter}`);
  await terminal.see("Gitpod does not accept the token");
  await terminal.answer("Personal access token (not shown)", gitpod.token + KEYS.enter);
  await terminal.see("The token belongs to Sam Sandbox.");
  await terminal.see("Acme (acme): you are owner");
  await terminal.answer("Platform Ops (platform-ops): you are member", KEYS.enter);
  await terminal.see("az account show --query tenantId");
  await terminal.answer("Microsoft Entra tenant", `contoso${KEYS.enter}`);
  await terminal.answer("It must be a UUID", KEYS.clearLine + entra.tenantId + KEYS.enter);
  await terminal.see("az ad signed-in-user show --query id");
  await terminal.answer("Owners of the app", OWNER + KEYS.enter);
  await terminal.answer("at another age", KEYS.down + KEYS.enter);
  await terminal.answer("Where to keep the token", KEYS.enter);
  await terminal.see("[secret]  (new)");
  await terminal.answer("Create the stack and write them?", KEYS.enter);
  await terminal.answer("Preview now?", KEYS.enter);
  await terminal.see("gitpod:index:AuthProvider");
  for (const step of ["Next", "pulumi up", "activate --stack prod"]) await terminal.see(step);
  expect(await terminal.ended()).toBe(0);

  const settings = await newcomer.settings("prod");
  for (const line of [
    `gitpod:host: ${gitpod.host}`,
    `gitpod-azure-devops:organizationId: ${gitpod.organizationId}`,
    `azuread:tenantId: ${entra.tenantId}`,
    `gitpod-azure-devops:owners:\n    - ${OWNER}`,
    'gitpod-azure-devops:rotateAfterDays: "150"',
    ...LEFT_ALONE,
  ]) {
    expect(settings).toContain(line);
  }
  expect([settings, terminal.screen].map((text) => text.includes(gitpod.token))).toEqual([false, false]);
  expect(await newcomer.selected()).toBe("prod");
});

describe("an existing stack", () => {
  beforeAll(async () => {
    await newcomer.prepare("there");
    const { code } = await newcomer.run(`${newcomer.flags("there")} --organization acme`, newcomer.token);
    expect(code).toBe(0);
    await newcomer.person.mustRun("stack", "init", "selected");
  });

  test("is offered, and stays as it is when every suggestion is accepted", async () => {
    const before = await newcomer.settings("there");
    const names = (await newcomer.stacks()).map(({ name }) => name);
    const places = names.length + 1;
    const steps = (names.indexOf("there") - names.indexOf("selected") + places) % places;
    const terminal = newcomer.begin("--no-preview");
    await terminal.answer("a new one", KEYS.down.repeat(steps) + KEYS.enter);
    for (const question of [
      "Platform",
      "Host of your",
      "the stack's current one",
      "you are member",
      "Microsoft",
      "Owners",
    ]) {
      await terminal.answer(question, KEYS.enter);
    }
    await terminal.answer("at another age", KEYS.enter);
    await terminal.answer("Where to keep the token", KEYS.enter);
    await terminal.see("Settings of the stack there");
    await terminal.see("Nothing to write");
    expect(await terminal.ended()).toBe(0);
    expect(await newcomer.settings("there")).toBe(before);
  });

  test("gets only the user's changes, and another stack stays selected", async () => {
    const before = await newcomer.settings("there");
    const { host } = newcomer.sandbox.gitpod;
    const { tenantId } = newcomer.sandbox.entra;
    const terminal = newcomer.begin(`--stack there --host ${host} --tenant ${tenantId} --owner ${OWNER} --no-preview`);
    await terminal.answer("Platform", KEYS.enter);
    await terminal.answer("the stack's current one", KEYS.enter);
    await terminal.answer("you are member", KEYS.enter);
    await terminal.answer("at another age", KEYS.down + KEYS.down + KEYS.enter);
    await terminal.answer("Age in days", `180${KEYS.enter}`);
    await terminal.answer("It must be less than secretLifetimeDays", `${KEYS.clearLine}20${KEYS.enter}`);
    await terminal.answer("Where to keep the token", KEYS.enter);
    await terminal.answer("Write the changes?", KEYS.enter);
    await terminal.see("preview --stack there");
    expect(await terminal.ended()).toBe(0);
    const added = `  gitpod-azure-devops:owners:\n    - ${OWNER}\n  gitpod-azure-devops:rotateAfterDays: "20"\n`;
    const lines = (text: string) => text.split("\n").sort();
    expect(lines(await newcomer.settings("there"))).toEqual(lines(before.replace(/\n?$/, `\n${added}`)));
    expect(await newcomer.selected()).toBe("selected");
  });

  test("can take a new token from GITPOD_TOKEN, and asks again when it is refused", async () => {
    const before = await newcomer.settings("there");
    const terminal = newcomer.begin(`--stack there`, { GITPOD_TOKEN: "gitpod_pat_refused" });
    await terminal.answer("Platform", KEYS.enter);
    await terminal.answer("Host of your", KEYS.enter);
    await terminal.answer("another one", KEYS.down + KEYS.enter);
    await terminal.see("Gitpod does not accept the token");
    // The refused one is not offered again.
    await terminal.answer("the stack's current one", KEYS.enter);
    await terminal.answer("you are member", KEYS.interrupt);
    expect(terminal.screen.split("the one in GITPOD_TOKEN").length - 1).toBeLessThan(4);
    expect(await terminal.ended()).toBe(130);
    expect(await newcomer.settings("there")).toBe(before);
  });

  test("does not send its token to another host", async () => {
    const terminal = newcomer.begin("--stack there");
    await terminal.answer("Platform", KEYS.enter);
    await terminal.answer("Host of your", `${KEYS.clearLine}other.example.com${KEYS.enter}`);
    await terminal.answer("Personal access token (not shown)", KEYS.interrupt);
    expect(terminal.screen).not.toContain("the stack's current one");
    expect(await terminal.ended()).toBe(130);
  });
});

test("an API address that does not answer can be changed", async () => {
  const terminal = newcomer.begin("--stack unreached");
  await terminal.answer("Platform", KEYS.enter);
  await terminal.answer("Host of your", `localhost:1${KEYS.enter}`);
  await terminal.answer("Personal access token (not shown)", newcomer.sandbox.gitpod.token + KEYS.enter);
  await terminal.see("could not ask http://localhost:1/public-api about the token");
  await terminal.answer("Use another token", KEYS.down + KEYS.down + KEYS.enter);
  await terminal.answer("Base URL of Gitpod's API", KEYS.clearLine + newcomer.sandbox.gitpod.apiUrl + KEYS.enter);
  await terminal.see("The token belongs to Sam Sandbox.");
  await terminal.answer("Is it the sandbox", KEYS.down + KEYS.enter);
  await terminal.answer("you are member", KEYS.interrupt);
  expect(await terminal.ended()).toBe(130);
});

test("a user who is not an owner gets a warning", async () => {
  const terminal = newcomer.begin(`--stack warned --host ${newcomer.sandbox.gitpod.host} --organization ${OPS.slug}`);
  await terminal.answer("Platform", KEYS.enter);
  await terminal.answer("Personal access token (not shown)", newcomer.sandbox.gitpod.token + KEYS.enter);
  await terminal.answer("Is it the sandbox", KEYS.enter);
  await terminal.answer("at another age", KEYS.enter);
  await terminal.answer("Where to keep the token", KEYS.enter);
  await terminal.see("The token's owner is a member of Platform Ops. Only an owner may set up an integration");
  await terminal.answer("Create the stack", KEYS.interrupt);
  expect(await terminal.ended()).toBe(130);
});

describe("cancelling writes nothing", () => {
  test.each([
    ["with Ctrl-C at the first question", KEYS.interrupt],
    ["with Esc at the first question", KEYS.escape],
  ])("%s", async (_, key) => {
    const before = await newcomer.stacks();
    const terminal = newcomer.begin("");
    await terminal.answer(before.length === 0 ? "Name of the new stack" : "a new one", key);
    await terminal.see(NOTHING_WRITTEN);
    expect(await terminal.ended()).toBe(130);
    expect(await newcomer.stacks()).toEqual(before);
  });

  test.each([
    ["with Ctrl-C at the last question", KEYS.interrupt],
    ["with No at the last question", `n${KEYS.enter}`],
  ])("%s", async (_, keys) => {
    const terminal = newcomer.begin("--stack never");
    await newcomer.answerAll(terminal);
    terminal.type(keys);
    await terminal.see(NOTHING_WRITTEN);
    expect(await terminal.ended()).toBe(130);
    expect(await newcomer.hasNothingOf("never")).toBe(true);
  });
});

describe("the passphrase, when Pulumi would ask for it", () => {
  const begin = (flags: string) => newcomer.person.terminal(`${WITHOUT_PASSPHRASE} node cli/main.ts setup ${flags}`);

  test("is chosen for a new stack, and asked for in the next run", async () => {
    const first = begin("--stack locked");
    await first.answer("Passphrase of the new stack", `open sesame${KEYS.enter}`);
    await first.answer("The same again", `another${KEYS.enter}`);
    await first.see("The passphrases differ.");
    await first.answer("Passphrase of the new stack", `open sesame${KEYS.enter}`);
    await first.answer("The same again", `open sesame${KEYS.enter}`);
    await newcomer.answerAll(first);
    first.type(KEYS.enter);
    await first.see("Written.");
    await first.answer("Preview now?", `n${KEYS.enter}`);
    expect(await first.ended()).toBe(0);

    const second = begin("--stack locked");
    await second.answer("Passphrase of the stack locked", `wrong${KEYS.enter}`);
    await second.see("incorrect passphrase");
    await second.answer("Passphrase of the stack locked", `open sesame${KEYS.enter}`);
    await second.answer("Platform", KEYS.enter);
    await second.answer("Host of your", KEYS.interrupt);
    expect(await second.ended()).toBe(130);
    expect([first, second].map(({ screen }) => /sesame/.test(screen))).toEqual([false, false]);
  });
});
