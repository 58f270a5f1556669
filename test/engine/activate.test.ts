import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { Person } from "./support/person.ts";
import { KEYS } from "./support/terminal.ts";
import { whileWaiting } from "./support/whileWaiting.ts";

/** Terminal tests need the `script` of util-linux: others take different arguments. */
const onLinux = process.platform === "linux" ? test : test.skip;
/** As on a user's own machine, wherever this test runs. */
const AT_HOME = { CI: "", DISPLAY: "", WAYLAND_DISPLAY: "" };

const OTHER = { id: "22222222-2222-4222-8222-222222222222", name: "Globex", slug: "globex", role: "owner" } as const;

let person: Person;
const integration = () => person.sandbox.gitpod.integrations.list()[0] as { id: string };
const setVerified = (verified: boolean) => person.sandbox.gitpod.integrations.modify(integration().id, { verified });
const activationUrl = async () => (await person.mustRun("stack", "output", "activationUrl")).trim();
const activate = (args: string) => person.script(`node cli/main.ts activate ${args}`, AT_HOME);
const calls = () => person.sandbox.journal.entries().filter(({ operation }) => operation === "GetAuthProvider").length;

beforeAll(async () => {
  person = await Person.start({ sandbox: { otherOrganizations: [OTHER] } });
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
});
afterAll(async () => {
  const { token } = person.sandbox.gitpod;
  expect(person.printed().includes(token)).toBe(false);
  await person.close();
});

test("a stack that was never deployed has nothing to activate", async () => {
  expect(await activate("")).toEqual({
    code: 1,
    output: "error: the stack test has no integration yet: deploy it with `pulumi up --stack test` first\n",
  });
});

describe("a deployed stack", () => {
  beforeAll(async () => {
    await person.mustRun("up", "--yes", "--skip-preview");
  });

  test("waits until an owner has consented", async () => {
    const start = () => activate("");
    const { code, output } = await whileWaiting(start, calls, async () => {
      expect(await approve(await activationUrl())).toMatchObject({ ok: true });
    });
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(await activationUrl()) });
    expect(output).toMatch(
      /✓ Verified after .*: members of the organization Acme can connect to dev\.azure\.com now\./,
    );
    expect(output).toContain(`as an owner of the organization Acme, and`);
    expect(output).toContain("pulumi refresh --run-program");
  });

  test("is left alone when it is already verified", async () => {
    setVerified(true);
    const { code, output } = await activate("--stack test");
    expect(code).toBe(0);
    expect(output).toContain("is already verified");
    expect(output).not.toContain("/api/authorize");
  });

  test("prints only JSON on standard output with --json", async () => {
    setVerified(false);
    const start = () => activate("--json 2>stderr");
    const { code, output } = await whileWaiting(start, calls, () => setVerified(true));
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      stack: "test",
      integration: "azure-devops-integration",
      platform: "classic",
      integrationId: integration().id,
      organizationId: person.sandbox.gitpod.organizationId,
      organizationName: "Acme",
      providerHost: "dev.azure.com",
      activationUrl: await activationUrl(),
      verified: true,
      outcome: "verified",
      waitedSeconds: expect.any(Number),
    });
    expect(await person.file("stderr")).toContain(await activationUrl());
  });

  test("exits with 1 when nobody consents in time, and lists what the browser may have shown", async () => {
    setVerified(false);
    const { code, output } = await activate("--timeout 1s");
    expect(code).toBe(1);
    expect(output).toMatch(/✗ Not verified after \d.*AADSTS50011 .*AADSTS90094 .*not-owner/s);
  });

  test("reports that the integration was deleted while it waited", async () => {
    const { integrations } = person.sandbox.gitpod;
    const { id, ...kept } = integration() as ReturnType<typeof integrations.list>[0] & { id: string };
    const start = () => activate("--json 2>stderr");
    const { code, output } = await whileWaiting(start, calls, () => integrations.remove(id));
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ verified: false, outcome: "deleted" });
    expect(await person.file("stderr")).toContain("`pulumi up --refresh` creates it again");
    await person.mustRun("up", "--yes", "--refresh", "--skip-preview");
    expect(integration()).toMatchObject({ clientId: kept.clientId });
  });

  test("waits as long as a rate limit demands", async () => {
    setVerified(false);
    const start = () => activate("");
    const { code } = await whileWaiting(start, calls, () => {
      const kind = { type: "rateLimit", retryAfter: "0.2" } as const;
      person.sandbox.faults.inject({ operation: "GetAuthProvider", count: 2, kind });
      setVerified(true);
    });
    expect({ code, pending: person.sandbox.faults.pending() }).toEqual({ code: 0, pending: [] });
  });

  test("is never looked up with the token of another installation", async () => {
    await person.set("gitpod:host", "gitpod.example.com");
    const { code, output } = await activate("");
    await person.set("gitpod:host", person.sandbox.gitpod.host);
    expect(code).toBe(1);
    expect(output).toContain("gitpod:host of the stack test is gitpod.example.com: run `pulumi up` first");
  });

  test("needs a token that Gitpod accepts", async () => {
    const { installation, token } = person.sandbox.gitpod;
    installation.setToken("gitpod_pat_another-one");
    const { code, output } = await activate("");
    installation.setToken(token);
    expect(code).toBe(1);
    expect(output).toMatch(
      /^error: could not read the integration for dev\.azure\.com .*Gitpod does not accept the token/,
    );
  });

  test("is known by its id where the token may not see the organization's name", async () => {
    setVerified(true);
    person.sandbox.faults.inject({ operation: "ListOrganizations", kind: { type: "status", status: 403 } });
    const { code, output } = await activate("");
    const { organizationId } = person.sandbox.gitpod;
    expect({ code, output, pending: person.sandbox.faults.pending() }).toEqual({
      code: 0,
      output: `✓ The integration for dev.azure.com in organization ${organizationId} is already verified.\n`,
      pending: [],
    });
  });

  test("needs a token: from the settings, else from GITPOD_TOKEN", async () => {
    setVerified(true);
    await person.unset("gitpod:token");
    const without = await activate("");
    const fromEnvironment = await person.script("node cli/main.ts activate", {
      ...AT_HOME,
      GITPOD_TOKEN: person.sandbox.gitpod.token,
    });
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    expect(without).toMatchObject({ code: 1, output: expect.stringContaining("gitpod:token is not set") });
    expect(fromEnvironment).toMatchObject({ code: 0 });
  });
});

describe("at a terminal", () => {
  const start = (environment: Readonly<Record<string, string>> = {}) =>
    person.terminal("node cli/main.ts activate", { ...AT_HOME, ...environment });

  beforeAll(() => {
    setVerified(false);
  });

  onLinux("Ctrl-C ends the command at once, with exit code 130", async () => {
    const terminal = start();
    await terminal.see("Waiting for the consent");
    terminal.type(KEYS.interrupt);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen).toContain("Interrupted. The link stays valid");
  });

  onLinux("the link opens in a browser, if there is one", async () => {
    const opener = '#!/bin/sh\nprintf %%s "$1" >opened.new && mv opened.new opened\n';
    await person.script('mkdir bin && printf "$OPENER" >bin/xdg-open && chmod +x bin/xdg-open', { OPENER: opener });
    const path = ["./bin", dirname(process.execPath), process.env.PATH].join(delimiter);
    const terminal = start({ DISPLAY: ":0", PATH: path });
    await terminal.see("Your browser opens this link");
    await terminal.see("Waiting for the consent");
    terminal.type(KEYS.interrupt);
    await terminal.ended();
    await person.script("until [ -e opened ]; do sleep 0.05; done");
    expect(await person.file("opened")).toBe(await activationUrl());
  });

  onLinux("the command ends once an owner has consented", async () => {
    const terminal = start();
    await terminal.see("Waiting for the consent");
    setVerified(true);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen).toContain("✓ Verified after");
  });
});

test("of two organizations on one host, which have the same link, it says which one is activated, by name", async () => {
  const other = { other: { organizationId: OTHER.id } };
  await person.set("gitpod-azure-devops:integrations", JSON.stringify(other));
  await person.mustRun("up", "--yes", "--skip-preview");
  const links = person.sandbox.gitpod.integrations.list().length;
  const unnamed = await activate("");
  const named = await activate("--integration Globex --timeout 1s");
  await person.unset("gitpod-azure-devops:integrations");
  await person.mustRun("up", "--yes", "--skip-preview");
  const { organizationId } = person.sandbox.gitpod;
  expect({ links, code: unnamed.code }).toEqual({ links: 2, code: 2 });
  expect(unnamed.output).toContain(`(dev.azure.com in organization Acme (${organizationId}))`);
  expect(unnamed.output).toContain(`(dev.azure.com in organization Globex (${OTHER.id}))`);
  expect(named.code).toBe(1);
  expect(named.output).toContain(`in organization Globex (${OTHER.id}) is waiting for its activation.`);
  expect(named.output).toContain("as an owner of the organization Globex, and");
});

describe("wrong usage exits with 2", () => {
  test.each([
    ["an unknown stack", "--stack nope", "there is no stack nope in this project. It has test."],
    ["an unknown integration", "--integration nope", "It has azure-devops-integration (dev.azure.com in"],
    ["a folder without a project", "--cwd /", "there is no Pulumi.yaml in /"],
  ])("%s", async (_, args, message) => {
    expect(await activate(args)).toMatchObject({ code: 2, output: expect.stringContaining(message) });
  });

  test("no stack is selected", async () => {
    await person.mustRun("stack", "unselect");
    expect(await activate("")).toMatchObject({
      code: 2,
      output: expect.stringContaining("no stack is selected: name one with --stack"),
    });
    await person.mustRun("stack", "select", "test");
  });
});
