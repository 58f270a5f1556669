import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Result } from "../../cli/doctor/model.ts";
import * as network from "../support/networkFixtures.ts";
import { Person } from "./support/person.ts";
import { KEYS } from "./support/terminal.ts";

/** Terminal tests need the `script` of util-linux: others take different arguments. */
const onLinux = process.platform === "linux" ? test : test.skip;
const COMMAND = "node --require ./preload.cjs cli/main.ts doctor";
const WELL = 0;
const NEEDS_PERSON = 3;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

let person: Person;
beforeAll(async () => {
  person = await Person.start();
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
});
afterAll(async () => {
  const { gitpod } = person.sandbox;
  const secrets = [gitpod.token, ...gitpod.integrations.list().map(({ clientSecret }) => clientSecret)];
  expect(secrets.filter((secret) => person.printed().includes(secret))).toEqual([]);
  await person.close();
});

const doctor = (args = "", environment: Readonly<Record<string, string>> = {}) =>
  person.script(`${COMMAND} ${args}`, environment);

/** What is bad, by the name of the check, with its fix; and the exit code. */
async function wrong(environment: Readonly<Record<string, string>> = {}, args = "") {
  const { code, output } = await person.script(`${COMMAND} --json ${args} 2>stderr`, environment);
  const { ok, checks }: { ok: boolean; checks: Result[] } = JSON.parse(output);
  expect(ok).toBe(code === WELL);
  const bad = checks.filter(({ outcome }) => outcome === "bad");
  return { code, checks, bad: bad.map(({ name, fix }) => [name, fix]) };
}

describe("a stack before its first deployment", () => {
  test("is well: only what nobody can see is not known, and nothing was changed", async () => {
    const before = [await person.file("Pulumi.test.yaml"), await person.state()];
    person.sandbox.journal.clear();
    const { code, checks } = await wrong();
    expect({ code, left: checks.filter(({ outcome }) => outcome !== "good").map(({ name }) => name) }).toEqual({
      code: WELL,
      left: ["oauth-policy"],
    });
    expect(person.sandbox.journal.entries().filter(({ write }) => write)).toEqual([]);
    expect([await person.file("Pulumi.test.yaml"), await person.state()]).toEqual(before);
  });

  test("is told of a wrong passphrase, and what the passphrase hides is not known", async () => {
    const { code, bad, checks } = await wrong({ PULUMI_CONFIG_PASSPHRASE: "wrong" });
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [["secrets", "export PULUMI_CONFIG_PASSPHRASE=<passphrase of the stack>"]],
    });
    expect(checks).toContainEqual(expect.objectContaining({ name: "classic-token", outcome: "unknown" }));
  });

  test("is told that nobody is logged in, in the words of setup", async () => {
    const home = { PULUMI_BACKEND_URL: "", PULUMI_HOME: person.path("empty-home") };
    const { code, bad } = await wrong(home);
    // Without settings there is no tenant, so the sign-in fails too.
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [
        ["backend", "pulumi login"],
        ["sign-in", expect.any(String)],
      ],
    });
    const { output } = await person.script("node cli/main.ts status || true", home);
    expect(output).toContain("run `pulumi login` or `pulumi login --local` first");
  });

  test("is told of wrong settings, and the deployment that fails for them names doctor", async () => {
    await person.set("gitpod-azure-devops:secretLifetimeDays", "900");
    const { code, bad } = await wrong();
    const { output } = await person.pulumi("preview");
    await person.unset("gitpod-azure-devops:secretLifetimeDays");
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [["settings", "pulumi config set gitpod-azure-devops:secretLifetimeDays 180"]],
    });
    expect(output).toContain("`npx gitpod-azure-devops doctor` also checks sign-in, token and network");
  });

  test("gets the address of an API that answers under /public-api only", async () => {
    const ca = await network.privateCa("gitpod.test");
    const front = await network.tlsFront(ca, person.sandbox.gitpod.origin);
    const proxy = await network.forwardProxy({ "gitpod.test": front.port });
    await person.setAll({ "gitpod:host": "gitpod.test", "gitpod:apiUrl": "" });
    const environment = { NODE_EXTRA_CA_CERTS: ca.file, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const { bad } = await wrong(environment);
    const { gitpod } = person.sandbox;
    await person.setAll({ "gitpod:host": gitpod.host, "gitpod:apiUrl": gitpod.apiUrl });
    await Promise.all([front.close(), proxy.close(), ca.remove()]);
    expect(bad).toContainEqual(["classic-token", "pulumi config set gitpod:apiUrl https://gitpod.test/public-api"]);
  });
});

describe("usage", () => {
  test.each([
    ["--stack nope", /there is no stack nope in this project/],
    ["--cwd nowhere", /--cwd .*nowhere does not exist/],
    ["--stak test", /--stack/],
  ])("%s is wrong", async (args, message) => {
    expect(await doctor(args)).toMatchObject({ code: WRONG_USAGE, output: expect.stringMatching(message) });
  });

  test("--help describes the command and its exit codes", async () => {
    const { code, output } = await doctor("--help");
    expect(code).toBe(WELL);
    for (const part of ["--stack <name>", "--offline", "--json", "Exit code: 0 nothing is bad; 3 "]) {
      expect(output).toContain(part);
    }
  });

  test.each([
    ["cannot be read", "runtime: [nodejs", /^Pulumi\.yaml cannot be read: /],
    ["has the name of a provider", "name: gitpod\nruntime: nodejs", /^The project cannot be called gitpod: /],
  ])("a Pulumi.yaml that %s is a finding", async (_, yaml, message) => {
    await person.script(`mkdir -p odd && printf '%s\\n' '${yaml}' > odd/Pulumi.yaml`);
    const { code, checks } = await wrong({}, "--cwd odd");
    expect(code).toBe(NEEDS_PERSON);
    expect(checks.filter(({ name, outcome }) => name === "project" && outcome === "bad")).toMatchObject([
      { message: expect.stringMatching(message) },
    ]);
    expect(checks.filter((check) => check.message.startsWith("This check failed"))).toEqual([]);
  });

  test("a stack that does not exist is an error in the document of --json too", async () => {
    const { code, output } = await doctor("--json --stack nope 2>/dev/null");
    expect({ code, ...JSON.parse(output) }).toEqual({
      code: WRONG_USAGE,
      ok: false,
      error: expect.stringContaining("there is no stack nope"),
    });
  });

  test("a folder without a project is a finding", async () => {
    const { code, bad } = await wrong({}, "--cwd docs");
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [
        ["project", "npx gitpod-azure-devops doctor --cwd <folder>"],
        ["sign-in", expect.any(String)],
      ],
    });
  });
});

describe("at a terminal", () => {
  onLinux("lines are broken between words and keep their indent, with colours and progress", async () => {
    const terminal = person.terminal(`sh -c 'stty cols 60; exec ${COMMAND}'`, { NO_COLOR: "" });
    await terminal.see("Looking");
    await terminal.see("Nothing is bad.");
    expect(await terminal.ended()).toBe(WELL);
    const lines = terminal.screen.slice(terminal.screen.indexOf("Machine")).split("\r\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}good {7}\S/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {13}\S/));
  });

  onLinux("Ctrl-C ends it", async () => {
    const terminal = person.terminal(COMMAND);
    await terminal.see("Looking");
    terminal.type(KEYS.interrupt);
    expect(await terminal.ended()).toBe(INTERRUPTED);
  });
});

describe("a deployed stack", () => {
  beforeAll(async () => {
    const { deployer } = person.sandbox.entra;
    deployer.roles = ["Application.ReadWrite.OwnedBy"];
    await person.mustRun("config", "set", "--path", "owners[0]", deployer.objectId);
    await person.mustRun("up", "--yes", "--skip-preview");
  });

  test("is well, and its app is there and owned", async () => {
    const { code, checks } = await wrong();
    expect(code).toBe(WELL);
    for (const name of ["application", "deployed-host", "last-update"]) {
      expect(checks).toContainEqual(expect.objectContaining({ name, outcome: "good" }));
    }
  });

  test("of which only the state has secrets is told of a wrong passphrase, and of one that is missing", async () => {
    const { token } = person.sandbox.gitpod;
    await person.unset("gitpod:token");
    const secretsWith = async (PULUMI_CONFIG_PASSPHRASE: string) => {
      const { checks } = await wrong({ PULUMI_CONFIG_PASSPHRASE, GITPOD_TOKEN: token });
      return checks.filter(({ name }) => name === "secrets").map(({ outcome, fix }) => [outcome, fix]);
    };
    const fix = "export PULUMI_CONFIG_PASSPHRASE=<passphrase of the stack>";
    const found = [await secretsWith("wrong"), await secretsWith(""), (await wrong({ GITPOD_TOKEN: token })).bad];
    await person.set("gitpod:token", token, "--secret");
    expect(found).toEqual([[["bad", fix]], [["bad", fix]], []]);
  });

  test("whose update failed for a revoked token is told of both, and the update names doctor", async () => {
    const { gitpod } = person.sandbox;
    gitpod.installation.tokens.revokeAll();
    await person.set("gitpod-azure-devops:rotationTrigger", "now");
    const { output } = await person.pulumi("up", "--yes", "--skip-preview");
    const { code, bad } = await wrong();
    gitpod.installation.setToken(gitpod.token);
    expect(output).toContain("Run `npx gitpod-azure-devops doctor` to check the rest.");
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [
        ["classic-token", "pulumi config set --secret gitpod:token"],
        ["last-update", "pulumi up --stack test"],
      ],
    });
    await person.mustRun("up", "--yes", "--skip-preview");
  });

  test("whose app somebody deleted is told so", async () => {
    const { directory } = person.sandbox.entra;
    for (const { id } of directory.applications.values()) directory.removeApplication(id);
    const { code, bad } = await wrong();
    expect({ code, bad }).toEqual({
      code: NEEDS_PERSON,
      bad: [["application", "pulumi up --refresh --stack test"]],
    });
  });
});
