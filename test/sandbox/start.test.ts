import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import { SANDBOX } from "../../sandbox/constants.ts";
import { SITUATIONS } from "../../sandbox/play/situations.ts";
import { closeSandboxes, newSandbox } from "./support/fixture.ts";

closeSandboxes();

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ENVIRONMENT = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

function start(command: string, args: readonly string[] = []) {
  const child = spawn(command, args, { env: ENVIRONMENT, stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  const written = { text: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (written.text += String(chunk)));
  const ended = once(child, "close");
  const early = ended.then(() => Promise.reject(new Error(`it ended early: ${written.text}`)));
  early.catch(() => undefined);
  const until = async (part: string) => {
    while (!written.text.includes(part)) await Promise.race([once(child.stdout, "data"), early]);
  };
  return { child, written, until, ended };
}

const startMain = (...args: string[]) => start(process.execPath, [join(ROOT, "sandbox/main.ts"), ...args]);

describe("startSandbox", () => {
  test("two can run side by side, and are unreachable once closed", async () => {
    const [first, second] = await Promise.all([newSandbox(), newSandbox()]);
    expect(first.gitpod.host).not.toBe(second.gitpod.host);
    expect(first.gitpod.token).toMatch(/^gitpod_pat_[\w-]{43}$/);
    await first.close();
    await expect(fetch(first.gitpod.origin)).rejects.toThrow("fetch failed");
    expect((await fetch(second.gitpod.origin)).status).toBe(200);
  });

  test("has the settings that point a stack at it, the token separately", async () => {
    const sandbox = await newSandbox();
    const { gitpod, ona, entra } = sandbox;
    expect(sandbox.settings()).toEqual({
      "gitpod:host": gitpod.host,
      "gitpod:apiUrl": gitpod.apiUrl,
      "gitpod-azure-devops:organizationId": gitpod.organizationId,
      "gitpod-azure-devops:tenantId": entra.tenantId,
      "gitpod-azure-devops:authorityHost": entra.authorityHost,
      "azuread:tenantId": entra.tenantId,
      "azuread:metadataHost": entra.authorityHost.replace("https://", ""),
    });
    expect(sandbox.secretSettings()).toEqual({ "gitpod:token": gitpod.token });
    expect(sandbox.onaSettings()).toEqual({
      "gitpod:onaApiUrl": `${ona.origin}/api`,
      "gitpod-azure-devops:platform": "ona",
      "gitpod-azure-devops:runnerId": ona.runnerId,
      "gitpod-azure-devops:tenantId": entra.tenantId,
      "gitpod-azure-devops:authorityHost": entra.authorityHost,
      "azuread:tenantId": entra.tenantId,
      "azuread:metadataHost": entra.authorityHost.replace("https://", ""),
    });
    expect(sandbox.onaSecretSettings()).toEqual({ "gitpod:onaToken": ona.token });
    expect(sandbox.environment().PATH?.startsWith(join(ROOT, "sandbox/stand-ins/bin"))).toBe(true);
  });

  test("a taken port is an error", async () => {
    const { gitpod } = await newSandbox();
    const entraPort = Number(new URL(gitpod.origin).port);
    await expect(newSandbox({ entraPort })).rejects.toThrow("EADDRINUSE");
  });
});

describe("npm run sandbox", () => {
  /** Free ports, as options. */
  async function freePorts() {
    const { gitpod, entra, ona, azure, close } = await newSandbox();
    const ports = [gitpod.origin, entra.authorityHost, ona.origin, azure.origin].map((origin) => new URL(origin).port);
    await close();
    const names = ["--gitpod-port", "--entra-port", "--ona-port", "--page-port"];
    return { ports, options: names.flatMap((name, n) => [name, String(ports[n])]) };
  }

  test("prints the commands and a line for each call without its query, and stops on Ctrl-C", async () => {
    const { ports, options } = await freePorts();
    const main = startMain(...options);
    await main.until("Calls:");
    expect(main.written.text).toContain(`pulumi config set gitpod:host localhost:${ports[0]}`);
    expect(main.written.text).toContain("pulumi config set organizationId ");
    expect(main.written.text).toContain(`export GITPOD_TOKEN=${SANDBOX.token}`);
    expect(main.written.text).toContain(`pulumi config set gitpod:onaApiUrl http://localhost:${ports[2]}/api\n`);
    expect(main.written.text).toContain(`export ONA_TOKEN=${SANDBOX.onaToken}`);
    await fetch(`http://localhost:${ports[0]}/api/authorize?host=dev.azure.com&state=private`);
    await main.until("GET /api/authorize");
    expect(main.written.text).toMatch(/ {2}gitpod {2}400 {2}GET \/api\/authorize {2}dev\.azure\.com\n/);
    main.child.kill("SIGINT");
    expect(await main.ended).toEqual([0, null]);
  });

  test("lists organizations, people, runners and tokens, and where its page is", async () => {
    const { ports, options } = await freePorts();
    const main = startMain(...options);
    await main.until("Calls:");
    const { text } = main.written;
    expect(text).toMatch(/ {2}Acme {9}5a4db0c5-0000-4000-8000-000000004180 +owner Sam, member Mia\n/);
    expect(text).toMatch(/ {2}Initech {6}5a4db0c5-0000-4000-8000-000000004185 +owner Mia, member Sam\n/);
    expect(text).toContain(SANDBOX.memberToken);
    expect(text).toMatch(/ {2}Acme new {9}[0-9a-f-]{36} +never registered\n/);
    expect(text).toContain(`Page  http://localhost:${ports[3]}/`);
    expect((await fetch(`http://localhost:${ports[3]}/`)).status).toBe(200);
  });

  test("--json prints one document, whose tokens work, and nothing after it", async () => {
    const { options, ports } = await freePorts();
    const main = startMain(...options, "--json", "--play", "member-token", "--play", "secret-ended");
    await main.until("\n}\n");
    const { gitpod, ona, page } = JSON.parse(main.written.text);
    expect(page).toBe(`http://localhost:${ports[3]}/`);
    const [acme] = gitpod.organizations;
    expect(acme).toMatchObject({ name: "Acme", owners: [{ name: "Sam Sandbox", token: SANDBOX.token }] });
    const user = await fetch(`${gitpod.apiUrl}/gitpod.v1.UserService/GetAuthenticatedUser`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${acme.members[0].token}` },
      body: "{}",
    });
    expect(await user.json()).toMatchObject({ user: { name: acme.members[0].name } });
    expect(Object.values(ona.tokens)).toEqual([
      SANDBOX.onaToken,
      SANDBOX.onaReadOnlyToken,
      SANDBOX.onaServiceAccountToken,
    ]);
    expect(await (await fetch(page)).text()).toContain("becomes a mere member of the organization Acme. <form");
    main.child.kill("SIGINT");
    expect(await main.ended).toEqual([0, null]);
    expect(() => JSON.parse(main.written.text)).not.toThrow();
  });

  test("--play list shows all situations", async () => {
    const main = startMain("--play", "list");
    expect(await main.ended).toEqual([0, null]);
    expect(main.written.text.trim().split("\n")).toHaveLength(SITUATIONS.length);
  });

  test("names the option when a port is taken", async () => {
    const { gitpod } = await newSandbox();
    const main = startMain("--gitpod-port", new URL(gitpod.origin).port);
    expect(await main.ended).toEqual([1, null]);
    expect(main.written.text).toMatch(/^Port \d+ is taken: [\s\S]*--gitpod-port <port>\n$/);
  });

  test.each([
    [["--gitpod-port", "http"], "'http' is invalid. It must be a number from 1 to 65535."],
    [["--port", "1"], "npm run sandbox -- --help lists the options"],
    [["--play", "secret-endet"], 'There is no situation "secret-endet": did you mean secret-ended?'],
    [["--play", "deleted-in-portal"], "did you mean deleted-in-portal-app or deleted-in-portal-principal or"],
  ])("refuses %j", async (args, message) => {
    const main = startMain(...args);
    expect(await main.ended).toEqual([2, null]);
    expect(main.written.text).toContain(message);
  });
});

test("the stand-in plugin stops with the engine", async () => {
  const plugin = start(join(ROOT, "sandbox/stand-ins/bin/pulumi-resource-azuread"));
  await plugin.until("\n");
  expect(plugin.written.text).toMatch(/^\d+\n$/);
  plugin.child.stdin.end();
  expect(await plugin.ended).toEqual([0, null]);
});
