import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { findPulumi } from "../../cli/pulumi/find.ts";
import { Outsider } from "./support/release.ts";
import { KEYS } from "./support/terminal.ts";

const TEMPLATES = fileURLToPath(new URL("../../templates", import.meta.url));
const OUTPUTS = ["activationUrl", "clientId", "secretExpiresAt", "verified"];

const { command } = await findPulumi();
/** The CLI looks for language hosts on PATH and beside itself. */
const folders = [...(process.env.PATH ?? "").split(delimiter), dirname(command.command)];
const isHere = (executable: string) => folders.some((folder) => existsSync(join(folder, executable)));

let outsider: Outsider;
beforeAll(async () => {
  outsider = await Outsider.start();
}, 180_000);
afterAll(() => outsider.close());

async function mustRun(folder: string, args: string, environment?: Readonly<Record<string, string>>): Promise<string> {
  const { code, output } = await outsider.pulumi(folder, args, environment);
  expect([args, code === 0 ? "succeeded" : output]).toEqual([args, "succeeded"]);
  return output;
}

/** What the template asks for, without the token. */
function answers(): Record<string, string> {
  const { gitpod, entra } = outsider.sandbox;
  return { "azuread:tenantId": entra.tenantId, "gitpod:host": gitpod.host, organizationId: gitpod.organizationId };
}

/** The sandbox's own addresses, which nobody else has to set. */
function addresses(): Record<string, string> {
  const { gitpod, entra } = outsider.sandbox;
  const metadataHost = new URL(entra.authorityHost).host;
  return { "gitpod:apiUrl": gitpod.apiUrl, "azuread:metadataHost": metadataHost, authorityHost: entra.authorityHost };
}

/** Deploys the program and destroys what it made. */
async function expectToWork(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const { gitpod, entra } = outsider.sandbox;
  const preview = await mustRun(folder, "preview");
  expect(preview).toContain("8 to create");
  // Of the YAML host, about a Pulumi.yaml that it does not understand.
  expect(preview).not.toContain("Warning");
  expect(gitpod.integrations.list()).toEqual([]);
  await mustRun(folder, "up --yes --skip-preview", environment);
  expect(await mustRun(folder, "preview --expect-no-changes")).toContain("8 unchanged");
  const [app] = [...entra.directory.applications.values()];
  expect(gitpod.integrations.list()).toMatchObject([{ clientId: app?.appId, organizationId: gitpod.organizationId }]);
  const state = await mustRun(folder, "stack export");
  expect(state).toContain(`default_${outsider.release.version.replaceAll(".", "_")}`);
  expect(state.includes(gitpod.token)).toBe(false);
  const { outputs } = JSON.parse(state).deployment.resources[0];
  expect(Object.keys(outputs).sort()).toEqual(OUTPUTS);
  expect(outputs).toMatchObject({ clientId: app?.appId, verified: false });
  await mustRun(folder, "destroy --yes --skip-preview", environment);
  expect(gitpod.integrations.list()).toEqual([]);
}

test("typescript: asks for the settings, keeps the token encrypted, and deploys with the packed npm package", async () => {
  const program = await outsider.folder("typescript");
  const args = `new ${TEMPLATES}/typescript --name mine --description mine --stack test`;
  const terminal = outsider.person.terminal(outsider.command("typescript", args));
  const asked = { ...answers(), "gitpod:token": outsider.sandbox.gitpod.token };
  try {
    for (const [name, value] of Object.entries(asked).sort()) await terminal.answer(`(${name})`, value + KEYS.enter);
    expect([await terminal.ended(), terminal.screen]).toEqual([0, expect.stringContaining("pulumi preview")]);
  } finally {
    terminal.close();
  }
  expect(terminal.screen.includes(outsider.sandbox.gitpod.token)).toBe(false);
  expect(await readFile(join(program, "Pulumi.test.yaml"), "utf8")).toMatch(/gitpod:token:\s+secure: v1:/);
  await outsider.release.npmInstall(program);
  await outsider.setAll("typescript", addresses());
  await expectToWork("typescript");
});

for (const language of ["yaml", "python"]) {
  const host = `pulumi-language-${language}`;
  const title = `${language}: deploys with the packed plugin alone`;
  if (!isHere(host)) test.skip(`${title} (skipped: this machine has no ${host})`, () => undefined);
  else test(title, () => deployAlone(language), 10 * 60_000);
}

async function deployAlone(language: string): Promise<void> {
  await outsider.folder(language);
  await mustRun(language, `new ${TEMPLATES}/${language} --name my-${language} --yes --generate-only`);
  await mustRun(language, "stack init test");
  await outsider.setAll(language, { ...answers(), ...addresses() });
  // For Python it fetches packages, with the system's certificates.
  await mustRun(language, "install --no-plugins", { SSL_CERT_FILE: "", PIP_NO_COMPILE: "1" });
  await expectToWork(language, { GITPOD_TOKEN: outsider.sandbox.gitpod.token });
}
