import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { UnusableProject } from "../../../cli/doctor/pulumiFacts.ts";
import { CliUnavailable } from "../../../cli/pulumi/sources.ts";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import { ProjectNames } from "../../../stack/projectNames.ts";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import { HttpServer } from "../../provider/support/httpServer.ts";
import { expectWrong, type Row } from "./support/expectWrong.ts";
import { type Break, Patient } from "./support/patient.ts";

const PRELOAD = fileURLToPath(new URL("../../../preload.cjs", import.meta.url));

let patient: Patient;
beforeAll(async () => {
  patient = await Patient.start();
});
afterAll(() => patient.close());

const BROKEN = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
/** PATH with a folder in front of everything. */
const first = (folder: string): Break => ({ env: { PATH: [folder, patient.environment.PATH].join(delimiter) } });
const NO_CLI = new CliUnavailable([
  { name: "on PATH", reason: "it is 3.100.0, this project needs 3.200.0 or newer" },
  { name: "in the cache", reason: "none" },
]);

async function closedPort(): Promise<number> {
  const server = await HttpServer.start();
  const { port } = server;
  await server.close();
  return port;
}

test.each<Row>([
  [
    "an old node",
    async () => first(await patient.executable("node", "echo v20.20.2")),
    [["node", /node on PATH is 20\.20\.2: 22\.21 or newer is needed/, /nodejs\.org/]],
  ],
  [
    "no node but that of npm",
    async () => ({ env: { PATH: join(patient.folder, "node_modules/.bin") }, project: { runtime: "go" } }),
    [
      ["node", /There is no node on PATH/, /nodejs\.org/],
      ["language-host", /no language host of go/, /pulumi/],
      ["plugin-azuread", /PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION/, /^pulumi plugin install resource azuread/],
    ],
  ],
  [
    "no Pulumi CLI",
    () => ({ pulumi: { cli: () => Promise.reject(NO_CLI) } }),
    [["pulumi-cli", /There is no Pulumi CLI \(on PATH: it is 3\.100\.0, .*; in the cache: none\)/, /pulumi/]],
  ],
  [
    "a CLI without the language host",
    () => ({ project: { runtime: "java" } }),
    [["language-host", /There is no language host of java \(pulumi-language-java\)/, /pulumi/]],
  ],
  [
    "a SOCKS proxy",
    () => ({ env: { HTTPS_PROXY: "socks5://user:canary@localhost:1080" } }),
    [["proxy", /^HTTPS_PROXY names a socks5 proxy, which is not supported/, "export HTTPS_PROXY=http://<host>:<port>"]],
  ],
  [
    "a malformed proxy",
    () => ({ env: { http_proxy: "http://", no_proxy: "127.0.0.1" } }),
    [["proxy", /^http_proxy is not the address of a proxy/, "export http_proxy=http://<host>:<port>"]],
  ],
  [
    "a variable that is not read",
    () => ({ env: { ALL_PROXY: "http://localhost:3128" } }),
    [["proxy", /^ALL_PROXY is not read/, "export HTTPS_PROXY=http://<host>:<port>"]],
  ],
  [
    "a proxy in small letters, for a program without preload.cjs",
    () => ({
      env: { https_proxy: "http://localhost:3128", no_proxy: "example.com" },
      project: { nodeArguments: "", runtime: "nodejs" },
    }),
    [["program-proxy", /https_proxy.*"14 UNAVAILABLE"/, "export no_proxy=example.com,localhost,127.0.0.1"]],
  ],
  [
    "a file of certificates that is not there",
    () => ({ env: { NODE_EXTRA_CA_CERTS: "/nowhere/ca.pem" } }),
    [["certificates", /^NODE_EXTRA_CA_CERTS names \/nowhere\/ca\.pem, which cannot be read/, /NODE_EXTRA_CA_CERTS/]],
  ],
  [
    "a file of certificates that is broken",
    async () => ({ env: { SSL_CERT_FILE: await patient.write("ca.pem", BROKEN) } }),
    [["certificates", /^SSL_CERT_FILE names .*ca\.pem, which does not hold certificates in PEM/, /SSL_CERT_FILE/]],
  ],
  [
    "a file with a key in place of certificates",
    async () => ({ env: { SSL_CERT_FILE: await patient.write("key.pem", "-----BEGIN PRIVATE KEY-----") } }),
    [["certificates", /does not hold certificates in PEM/, /SSL_CERT_FILE/]],
  ],
  [
    "a sign-in host that nothing listens on",
    async () => ({ settings: { "azuread:metadataHost": `localhost:${await closedPort()}` } }),
    [
      ["entra-sign-in", /^https:\/\/localhost:\d+ cannot be reached: .*ECONNREFUSED.*HTTPS_PROXY/],
      ["graph", /cannot be reached/],
    ],
  ],
  [
    "a network whose page answers for Graph",
    () => {
      patient.sandbox.faults.inject({ operation: "GET /v1.0/applications", kind: { type: "html" }, count: 3 });
      return {};
    },
    [["graph", /gives an answer that is not Microsoft's \(HTTP status 502\)/]],
  ],
  [
    "a project elsewhere",
    () => ({ pulumi: { project: () => Promise.reject(new UsageError("there is no Pulumi.yaml in /tmp")) } }),
    [["project", /^There is no Pulumi\.yaml in \/tmp\./, "npx gitpod-azure-devops doctor --cwd <folder>"]],
  ],
  [
    "a Pulumi.yaml that cannot be read",
    () => ({ pulumi: { project: () => Promise.reject(new UnusableProject("Pulumi.yaml cannot be read: x")) } }),
    [["project", /^Pulumi\.yaml cannot be read: x\.$/]],
  ],
  [
    "a project with the name of a provider",
    () => ({ pulumi: { project: async () => ({ names: new ProjectNames(NAMESPACE, "gitpod", []) }) as never } }),
    [["project", /^The project cannot be called gitpod: /]],
  ],
  [
    "a metadata host that is no host",
    () => ({ settings: { "azuread:metadataHost": undefined }, env: { ARM_METADATA_HOSTNAME: "bad host" } }),
    [
      ["mixed-clouds", /metadataHost does not name the sandbox/, /^pulumi config set azuread:metadataHost/],
      ["sign-in", /ARM_METADATA_HOSTNAME, must be a host, and is "bad host"/],
    ],
  ],
  [
    "a package that is not installed, with a lock file of npm",
    async () => {
      await patient.write("npm/package.json", JSON.stringify({ dependencies: { "no-such-package": "1" } }));
      await patient.write("npm/package-lock.json", "{}");
      await patient.write("npm/provider/pulumi-resource-gitpod", "");
      return { project: { folder: join(patient.folder, "npm"), pluginPath: join(patient.folder, "provider") } };
    },
    [["packages", /^no-such-package is not installed/, "npm ci"]],
  ],
  [
    "packages that are not installed, with a lock file of pnpm",
    async () => {
      const dependencies = { "no-such-package": "1", "nor-this": "1" };
      await patient.write("pnpm/package.json", JSON.stringify({ dependencies }));
      await patient.write("pnpm/pnpm-lock.yaml", "");
      return { project: { folder: join(patient.folder, "pnpm"), pluginPath: join(patient.folder, "provider") } };
    },
    [["packages", /^no-such-package and nor-this are not installed/, "pnpm install --frozen-lockfile"]],
  ],
  [
    "a plugin that is not where Pulumi.yaml says",
    () => ({ project: { pluginPath: "./elsewhere" } }),
    [
      [
        "plugin-gitpod",
        /names the plugin gitpod in \.\/elsewhere, and there is no executable/,
        "git checkout -- ./elsewhere",
      ],
    ],
  ],
  [
    "a plugin that is not installed, where the engine may download none",
    async () => {
      await patient.write("home/plugins/resource-gitpod-v1.0.0.lock", "");
      return { project: { pluginPath: undefined } };
    },
    [
      [
        "plugin-gitpod",
        /PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION/,
        /^pulumi plugin install resource gitpod .*--server github:/,
      ],
    ],
  ],
  [
    "a Key Vault without the npm package",
    () => ({ settings: patient.sandbox.keyVaultSettings() }),
    [["plugin-azure-native", /@pulumi\/azure-native, which is not installed/, /^npm install .*@pulumi\/azure-native@/]],
  ],
])("%s", async (_, broken, wrong) => expectWrong(patient, await broken(), wrong));

test("a person's own no_proxy counts, not what preload.cjs has made of it for this process", async () => {
  const script = `
    const { programProxy } = await import(${JSON.stringify(new URL("../../../cli/doctor/checks/proxy.ts", import.meta.url).href)});
    const project = async () => ({ runtime: "nodejs", nodeArguments: "" });
    console.log(JSON.stringify([process.env.no_proxy, await programProxy.run({ env: process.env, project })]));
  `;
  const args = ["--require", PRELOAD, "--input-type=module", "--eval", script];
  const env = { PATH: process.env.PATH, https_proxy: "http://localhost:3128" };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const [seen, findings] = JSON.parse(stdout);
  expect(seen).toContain("127.0.0.1");
  expect(findings).toMatchObject([{ outcome: "bad", fix: "export no_proxy=localhost,127.0.0.1" }]);
});
