import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { pieces, texts } from "../cli/status/support/markup.ts";
import { Person } from "./support/person.ts";
import { KEYS } from "./support/terminal.ts";

/** Terminal tests need the `script` of util-linux: others take different arguments. */
const onLinux = process.platform === "linux" ? test : test.skip;
const DAY = 86_400_000;
const OTHER = "22222222-2222-4222-8222-222222222222";

let person: Person;
const integrations = () => person.sandbox.gitpod.integrations;
const held = () => integrations().list();
type Held = ReturnType<typeof held>[number] & { id: string };
const integration = () => held().find(({ organizationId }) => organizationId !== OTHER) as Held;
/** Standard output of the command; progress and errors go to the file "stderr". */
const status = (args = "") => person.script(`node cli/main.ts status ${args} 2>stderr`);
/** All output of the command. */
const withErrors = (args: string) => person.script(`node cli/main.ts status ${args}`);

beforeAll(async () => {
  const other = { id: OTHER, name: "Other", slug: "other", role: "owner" } as const;
  person = await Person.start({ sandbox: { otherOrganizations: [other] } });
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
});
afterAll(async () => {
  const secrets = [person.sandbox.gitpod.token, ...held().map(({ clientSecret }) => clientSecret)];
  expect(secrets.length).toBeGreaterThan(1);
  const shown = person.printed() + (await person.file("page.html"));
  expect(secrets.filter((secret) => shown.includes(secret))).toHaveLength(0);
  await person.close();
});

test("--help describes the command, its flags and its exit codes", async () => {
  const { code, output } = await withErrors("--help");
  expect(code).toBe(0);
  for (const part of ["--stack <name>", "--no-drift", "--json", "--html <file>", "3 something needs a person"]) {
    expect(output).toContain(part);
  }
});

describe("wrong usage exits with 2, before anything is read", () => {
  test.each([
    ["an unknown flag", "--drift-only", "unknown option '--drift-only'\n(use --help for a list of options)"],
    ["an unknown stack", "--stack nope", "there is no stack nope in this project. It has test."],
    ["a folder without a project", "--cwd /", "there is no Pulumi.yaml in /"],
    ["a page to reload without a page", "--reload 5m", "--reload is about the page: add --html <file>"],
    ["a page that cannot be written", "--html none/page.html", "--html cannot write none/page.html: ENOENT"],
  ])("%s", async (_, args, message) => {
    const { code, output } = await withErrors(args);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining(`error: ${message}`) });
    expect(output).not.toContain("Reading");
  });
});

test("a stack that was never deployed needs a person", async () => {
  const { code, output } = await status();
  expect({ code, output }).toEqual({
    code: 3,
    output: expect.stringContaining("! test: The stack has no integration."),
  });
});

describe("a deployed stack", () => {
  beforeAll(async () => {
    await person.mustRun("up", "--yes", "--skip-preview");
  });

  test("needs activation", async () => {
    const { code, output } = await status("--stack test");
    expect(code).toBe(3);
    expect(output).toMatch(
      /^test +localhost:\d+ +dev\.azure\.com +Acme \(\S+\) +no +#{10} 0 days old, 180 left +\S+ \S+ +no$/m,
    );
    expect(output).toMatch(
      /\nAn owner of organization Acme\n! test: The integration for dev\.azure\.com in organization Acme \(/,
    );
    expect(output).toContain("`npx gitpod-azure-devops activate --stack test` shows the link and waits.");
  });

  test("needs nobody after an owner has activated it, even if the state is older", async () => {
    const url = (await person.mustRun("stack", "output", "activationUrl")).trim();
    expect(await approve(url)).toMatchObject({ ok: true });
    const { code, output } = await status();
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/ yes .* no\n\nNothing needs a person\.\n$/),
    });
    expect(await person.file("stderr")).toBe("Reading test ...\n");
  });

  test("is shown with the id of its organization where the name cannot be had, and nothing fails", async () => {
    person.sandbox.faults.inject({ operation: "ListOrganizations", kind: { type: "status", status: 403 } });
    const { code, output } = await status("--json");
    expect({ code, pending: person.sandbox.faults.pending() }).toEqual({ code: 0, pending: [] });
    const { organizationId } = person.sandbox.gitpod;
    expect(JSON.parse(output).stacks[0].integrations).toMatchObject([{ organizationId, organizationName: null }]);
  });

  test("is shown from the state with --no-drift, which calls no cloud", async () => {
    const before = person.sandbox.journal.entries().length;
    const { code, output } = await status("--no-drift");
    expect({ code, output }).toEqual({ code: 3, output: expect.stringMatching(/^test .* no .* not asked$/m) });
    expect(output).toContain("was not activated when the stack was last deployed or refreshed");
    expect(person.sandbox.journal.entries()).toHaveLength(before);
  });

  test("shows its drift, in --json and --html alike", async () => {
    const { id, tokenUrl } = integration();
    integrations().modify(id, { tokenUrl: "https://elsewhere.example.com/token" });
    const { code, output } = await status("--json --html page.html");
    integrations().modify(id, { tokenUrl });
    const sentence = "Outside of Pulumi the integration azure-devops-integration was changed (tokenUrl).";
    expect(code).toBe(3);
    const document = JSON.parse(output);
    expect(document).toMatchObject({
      version: 1,
      needsPerson: true,
      stacks: [
        {
          stack: "test",
          lastUpdate: { kind: "update", result: "succeeded" },
          integrations: [
            {
              integrationId: id,
              organizationName: "Acme",
              verified: true,
              deleted: false,
              drift: true,
              secret: { daysLeft: 180 },
            },
          ],
          driftedResources: [{ name: "azure-devops-integration", deleted: false, properties: ["tokenUrl"] }],
          findings: [
            {
              code: "drift",
              needsPerson: true,
              who: "deployer",
              afterwards: null,
              message: expect.stringContaining(sentence),
            },
          ],
          error: null,
        },
      ],
    });
    const page = pieces(await person.file("page.html"));
    expect(texts(page, "time")).toHaveLength(1);
    expect(page.find(({ tag }) => tag === "time")?.attributes.datetime).toBe(document.readAt);
    expect(texts(page, "h3")).toEqual(["A person who may deploy"]);
    expect(texts(page, "li").filter((text) => text.includes(sentence))).toHaveLength(1);
    expect(texts(page, "th").at(-1)).toBe("test");
  });

  test.each([
    [12, "secret-ending", /The client secret ends in 12 days, on .*rotationTrigger/],
    [-2, "secret-ended", /The client secret ended on .*nobody can sign in/],
  ])("whose secret has %d days left needs a person: %s", async (days, code, message) => {
    const before = await person.mustRun("stack", "export");
    await person.importState(withEnd(before, days));
    const { code: exit, output } = await status("--json");
    await person.importState(before);
    const [stack] = JSON.parse(output).stacks;
    expect(exit).toBe(3);
    expect(stack.findings).toMatchObject([{ code, message: expect.stringMatching(message) }]);
    expect(stack.integrations).toMatchObject([{ secret: { daysLeft: days }, drift: false }]);
  });

  /** The state with a secret that expires in this many days. */
  function withEnd(state: string, days: number): string {
    const exported = JSON.parse(state);
    const resources: { type: string; outputs: Record<string, string> }[] = exported.deployment.resources;
    const rotation = resources.find(({ type }) => type === "gitpod:index:Rotation");
    if (rotation === undefined) throw new Error("the state holds no Rotation");
    const secret = resources.find(({ type }) => type === "azuread:index/applicationPassword:ApplicationPassword");
    if (secret === undefined) throw new Error("the state holds no client secret");
    rotation.outputs.expiresAt = secret.outputs.endDate = new Date(Date.now() + days * DAY).toISOString();
    rotation.outputs.issuedAt = new Date(Date.now() + (days - 180) * DAY).toISOString();
    return JSON.stringify(exported);
  }
});

describe("two stacks, one with another passphrase", () => {
  beforeAll(async () => {
    const settings = Object.entries({
      ...person.sandbox.settings(),
      "gitpod-azure-devops:organizationId": OTHER,
      "gitpod-azure-devops:applicationName": "Other",
    });
    const given = settings.map(([name, value]) => `--plaintext ${name}=${value}`).join(" ");
    const commands = ["stack init locked", `config set-all ${given}`, "up --yes --skip-preview", "stack select test"];
    const script = commands.map((command) => `node cli/pulumi/main.ts ${command} --non-interactive`).join("\n");
    const environment = { PULUMI_CONFIG_PASSPHRASE: "another", GITPOD_TOKEN: person.sandbox.gitpod.token };
    expect(await person.script(script, environment)).toMatchObject({ code: 0 });
  });

  test("are both shown, the unreadable one with its error, and the exit code is 1", async () => {
    const before = person.sandbox.journal.entries("ListOrganizations").length;
    const { code, output } = await status();
    expect(code).toBe(1);
    // The token of the one sees the organization of the other.
    expect(person.sandbox.journal.entries("ListOrganizations").length - before).toBe(1);
    expect(output).toMatch(
      /^locked .* Other \(.* unknown .* unknown\n {2}error: .*incorrect passphrase\ntest .* yes .* no$/m,
    );
    expect(output).toMatch(/\n1 of 2 stacks could not be read in full\.\n$/);
  });

  test("can be shown one at a time with --stack", async () => {
    const { code, output } = await status("--stack test");
    expect({ code, locked: output.includes("locked") }).toEqual({ code: 0, locked: false });
  });

  describe("at a terminal", () => {
    onLinux("are shown with progress, colours and bars", async () => {
      const terminal = person.terminal("node cli/main.ts status", { NO_COLOR: "" });
      await terminal.see("Reading 2 stacks");
      await terminal.see("██████████ 0 days old, 180 left");
      expect(await terminal.ended()).toBe(1);
    });

    onLinux("are shown as blocks of lines when the terminal is narrow", async () => {
      const narrow = "sh -c 'stty cols 60; exec node cli/main.ts status --no-drift'";
      const terminal = person.terminal(narrow, { NO_COLOR: "" });
      await terminal.ended();
      const lines = terminal.screen.split("\r\n");
      expect(lines).toEqual(
        expect.arrayContaining(["test", "  Host           dev.azure.com", "  Drift          not asked"]),
      );
    });

    onLinux("exit with 130 on Ctrl-C", async () => {
      const terminal = person.terminal("node cli/main.ts status");
      await terminal.see("Reading 2 stacks");
      terminal.type(KEYS.interrupt);
      expect(await terminal.ended()).toBe(130);
    });
  });
});

test("each integration of a stack has a row, with its own drift and its own command to activate it", async () => {
  const host = "devops.example.com";
  person.sandbox.gitpod.installation.setReachable(host);
  await person.set("gitpod-azure-devops:integrations", JSON.stringify({ "on-premises": { providerHost: host } }));
  await person.mustRun("up", "--yes", "--skip-preview");
  const { id } = held().find((each) => each.host === host) as Held;
  integrations().modify(id, { tokenUrl: "https://elsewhere.example.com/token" });
  const { code, output } = await status("--stack test --json");
  await person.unset("gitpod-azure-devops:integrations");
  await person.mustRun("up", "--yes", "--skip-preview");
  const [stack] = JSON.parse(output).stacks;
  const rows: { providerHost: string; verified: boolean; drift: boolean; integration: string }[] = stack.integrations;
  expect({
    code,
    rows: rows.map(({ providerHost, verified, drift }) => [providerHost, verified, drift]).sort(),
  }).toEqual({
    code: 3,
    rows: [
      ["dev.azure.com", true, false],
      [host, false, true],
    ],
  });
  const name = rows.find(({ providerHost }) => providerHost === host)?.integration;
  expect(stack.findings).toMatchObject([
    { code: "not-activated", integrations: [name], message: expect.stringContaining(`--integration ${name}\``) },
    { code: "drift", integrations: [] },
  ]);
});

test("an integration that somebody deleted needs a person", async () => {
  integrations().remove(integration().id);
  const { code, output } = await status("--stack test");
  expect({ code, output }).toEqual({ code: 3, output: expect.stringMatching(/^test .* deleted .* yes$/m) });
  expect(output).toContain("the integration azure-devops-integration was deleted.");
});
