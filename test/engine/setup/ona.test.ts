import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Principal } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { LEFT_ALONE, Newcomer } from "../support/newcomer.ts";
import { KEYS } from "../support/terminal.ts";

let newcomer: Newcomer;
const ona = () => newcomer.sandbox.ona;
const flags = (stack: string) =>
  `--stack ${stack} --platform ona --ona-api-url ${ona().apiUrl} --tenant ${newcomer.sandbox.entra.tenantId} --yes`;
const token = () => ({ ONA_TOKEN: ona().token });

beforeAll(async () => {
  newcomer = await Newcomer.start();
  ona().runners.add({ name: "New one", registered: false });
});
afterEach(() => newcomer.leave());
afterAll(() => newcomer.person.close());

test("at a terminal the platform comes first, the token's runners are offered, and the preview runs", async () => {
  await newcomer.prepare("prod");
  const terminal = newcomer.begin(`--stack prod --ona-api-url ${ona().apiUrl}`);
  await terminal.see("Gitpod Classic");
  await terminal.answer("Ona", KEYS.down + KEYS.enter);
  await terminal.see("Settings > Personal access tokens");
  await terminal.answer("Personal access token (not shown)", `ona_wrong${KEYS.enter}`);
  await terminal.see("Ona does not accept the token");
  await terminal.answer("Personal access token (not shown)", ona().token + KEYS.enter);
  await terminal.see(`The token belongs to user ${ona().access.userId}.`);
  await terminal.see("Acme AWS: active, AWS EC2, eu-central-1");
  await terminal.answer("New one: never registered", KEYS.enter);
  await terminal.answer("Microsoft Entra tenant", newcomer.sandbox.entra.tenantId + KEYS.enter);
  await terminal.answer("Owners of the app", KEYS.enter);
  await terminal.answer("people stay signed in", KEYS.enter);
  await terminal.answer("Where to keep the token", KEYS.down + KEYS.enter);
  await terminal.see("(Acme AWS)  (new)");
  await terminal.answer("Create the stack and write them?", KEYS.enter);
  // The preview gets the token, which the stack does not have.
  await terminal.answer("Preview now?", KEYS.enter);
  await terminal.see("gitpod:index:ScmIntegration");
  await terminal.see("export ONA_TOKEN=<token>");
  await terminal.see("activate --stack prod");
  expect(await terminal.ended()).toBe(0);

  const settings = await newcomer.settings("prod");
  const lines = ["gitpod-azure-devops:platform: ona", `gitpod-azure-devops:runnerId: ${ona().runnerId}`, ...LEFT_ALONE];
  for (const line of [...lines, `gitpod:onaApiUrl: ${ona().apiUrl}`]) expect(settings).toContain(line);
  expect(settings).not.toMatch(/gitpod:host|gitpod:onaToken/);
  expect([settings, terminal.screen].map((text) => text.includes(ona().token))).toEqual([false, false]);
});

test("flags alone create a stack, and the warning of a runner that never registered says what to do", async () => {
  await newcomer.prepare("flags");
  const { code, output } = await newcomer.run(`${flags("flags")} --runner "new one" --json`, token());
  expect(code).toBe(0);
  const document = JSON.parse(output.slice(output.indexOf("{")));
  expect(document).toMatchObject({ ok: true, platform: "ona", runner: { name: "New one", registered: false } });
  expect(document.warnings).toEqual([expect.stringMatching(/New one .* has never registered .* start it/)]);
  const again = await newcomer.run("--stack flags --yes --runner 'acme aws'");
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining("(changed, was ") });
  expect(await newcomer.settings("flags")).toContain(`gitpod-azure-devops:runnerId: ${ona().runnerId}`);
});

test("the token of a service account, from standard input, comes with a warning", async () => {
  const serviceAccount = ona().access.addToken({ principal: Principal.SERVICE_ACCOUNT });
  const { code, output } = await newcomer.person.script(
    `node cli/main.ts setup ${flags("service")} --runner "acme aws" --token-stdin <<<"$TOKEN"`,
    { TOKEN: serviceAccount },
  );
  expect(code).toBe(0);
  expect(output).toMatch(/warning: The token belongs to service account .* may not be allowed to write/);
  expect(output).not.toContain(serviceAccount);
});

test("with --no-verify it needs no token and calls nobody, but wants the runner's id", async () => {
  const before = newcomer.sandbox.journal.entries().length;
  const byName = await newcomer.run(`${flags("unverified")} --no-verify --runner "acme aws"`);
  expect(byName).toMatchObject({
    code: 2,
    output: expect.stringContaining("with --no-verify, --runner must be a UUID"),
  });
  expect(await newcomer.hasNothingOf("unverified")).toBe(true);
  const byId = await newcomer.run(`${flags("unverified")} --no-verify --runner ${ona().runnerId}`);
  expect(byId).toMatchObject({ code: 0, output: expect.stringContaining("Created the stack") });
  expect(newcomer.sandbox.journal.entries()).toHaveLength(before);
});

describe("nothing is created or written", () => {
  test.each<[string, string, boolean, string[]]>([
    ["when flags are missing, which are all named", "", false, ["--runner <runner>", "ONA_TOKEN or --token-stdin"]],
    ["for an unknown runner", "--runner acme-aws", true, ["did you mean Acme AWS?", "New one ("]],
    [
      "for a flag of the other platform",
      "--runner x --host gitpod.example.com",
      true,
      ["--host belongs to the platform classic, and the stack's is ona", "add --platform classic"],
    ],
    ["for an address that is wrong", "--runner x --ona-api-url http://ona.example.com", true, ["--ona-api-url must"]],
  ])("%s", async (_, more, withToken, named) => {
    const { code, output } = await newcomer.run(`${flags("never")} ${more}`, withToken ? token() : { ONA_TOKEN: "" });
    expect(code).toBe(2);
    for (const name of named) expect(output).toContain(name);
    expect(await newcomer.hasNothingOf("never")).toBe(true);
  });

  test("for a flag of Ona without the platform", async () => {
    const { code, output } = await newcomer.run("--stack never --yes --runner x");
    expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining("add --platform ona") });
  });

  test("for a token that Ona refuses, which is not repeated", async () => {
    const { code, output } = await newcomer.run(`${flags("never")} --runner x`, { ONA_TOKEN: "ona_0badcafe" });
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringContaining("Ona does not accept the token"),
    });
    expect(output).not.toContain("0badcafe");
    expect(await newcomer.hasNothingOf("never")).toBe(true);
  });
});

test("the token in the environment is not sent to another address than its own", async () => {
  const elsewhere = { ...token(), ONA_BASE_URL: "https://ona.example.com/api" };
  const { code, output } = await newcomer.run(`${flags("never")} --runner x`, elsewhere);
  expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining("ONA_TOKEN or --token-stdin") });
});

test("a stack of Gitpod Classic becomes one of Ona, with a warning of what is deleted", async () => {
  const { code } = await newcomer.run(`${newcomer.flags("moving")} --organization acme`, newcomer.token);
  expect(code).toBe(0);
  const moved = await newcomer.run(`${flags("moving")} --runner "acme aws"`, token());
  expect(moved).toMatchObject({ code: 0, output: expect.stringContaining("the next pulumi up deletes it there") });
  const settings = await newcomer.settings("moving");
  expect(settings).toContain("gitpod-azure-devops:platform: ona");
  expect(settings).not.toContain("organizationId");
  expect(settings).toContain("gitpod:token:");
});
