import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { PulumiFailure } from "../../../cli/pulumi/workspace.ts";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import { SECRET_SIGNATURE } from "../../../provider-kit/engineMarks.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { expectWrong, type Row } from "./support/expectWrong.ts";
import { type Break, Patient, state } from "./support/patient.ts";

let patient: Patient;
beforeAll(async () => {
  patient = await Patient.start();
});
afterAll(() => patient.close());

const says = (message: string) => () => Promise.reject(new PulumiFailure(message));
const NOT_LOGGED_IN = says("PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions");
const NOTHING_SELECTED = () => Promise.reject(new UsageError("no stack is selected"));
const WRONG_PASSPHRASE = says("incorrect passphrase");
const OTHER_TENANT = "01234567-89ab-4cde-8f01-23456789abcd";

const SECRET = {
  urn: "urn:pulumi:prod::p::a:b:C::x",
  type: "a:b:C",
  outputs: { "4dabf18193072939515e22adb298388d": SECRET_SIGNATURE },
};
/** The packaged stack's program, whose Pulumi.yaml declares nothing. */
const PACKAGED = { pluginPath: undefined, declared: new Set<string>() };
const MAY_DOWNLOAD = { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "" };
const template = (...declared: string[]) => ({
  pluginPath: undefined,
  declared: new Set(["organizationId", "owners", ...declared]),
});

const deployed = (value: string): Break => ({ pulumi: { state: async () => value } });
const lastUpdate = (kind: string, result: string): Break => ({
  pulumi: { history: async () => JSON.stringify([{ kind, result, startTime: "2026-01-02T00:00:00Z" }]) },
});
const integrationOn = (host: string) => ({
  urn: "urn:pulumi:prod::p::gitpod:index:AuthProvider::integration",
  type: "gitpod:index:AuthProvider",
  id: "id",
  outputs: { activationUrl: `https://${host}/api/authorize` },
});

test.each<Row>([
  [
    "nobody logged in to a backend",
    () => ({ pulumi: { backend: NOT_LOGGED_IN, stacks: NOT_LOGGED_IN } }),
    [
      [
        "backend",
        /^You are not logged in to a Pulumi backend: run `pulumi login` or `pulumi login --local` first\.$/,
        "pulumi login",
      ],
    ],
  ],
  [
    "a backend that is gone",
    () => ({ pulumi: { stacks: says("unable to open state directory: no such file") } }),
    [["backend", /^The Pulumi backend does not answer: unable to open state directory/, "pulumi login"]],
  ],
  [
    "no stack",
    () => ({ pulumi: { stacks: async () => [], stack: NOTHING_SELECTED } }),
    [["stack", /^The project has no stack yet/, "npx gitpod-azure-devops setup"]],
  ],
  [
    "no selected stack",
    () => ({ pulumi: { stacks: async () => ["prod", "test"], stack: NOTHING_SELECTED } }),
    [["stack", /^No stack is selected, and there are prod and test/, "pulumi stack select <name>"]],
  ],
  [
    "a wrong passphrase",
    () => ({ pulumi: { value: (key) => (key === "gitpod:token" ? WRONG_PASSPHRASE() : Promise.resolve(plain(key))) } }),
    [["secrets", /^The stack's secrets cannot be decrypted: incorrect passphrase/, /PULUMI_CONFIG_PASSPHRASE/]],
  ],
  [
    "a wrong passphrase, where only the state has secrets",
    () => ({
      secrets: { "gitpod:token": undefined },
      env: { GITPOD_TOKEN: patient.sandbox.gitpod.token },
      pulumi: { state: async () => state([SECRET]), decryptState: WRONG_PASSPHRASE },
    }),
    [["secrets", /^The stack's secrets cannot be decrypted: incorrect passphrase/, /PULUMI_CONFIG_PASSPHRASE/]],
  ],
  [
    "wrong settings",
    () => ({
      settings: { "gitpod-azure-devops:secretLifetimeDays": "900", "gitpod-azure-devops:providerHost": "github.com" },
    }),
    [
      [
        "settings",
        /^gitpod-azure-devops:secretLifetimeDays must be/,
        /^pulumi config set gitpod-azure-devops:secretLifetimeDays/,
      ],
      ["settings", /^gitpod-azure-devops:providerHost must be a host of Azure DevOps/, /dev\.azure\.com/],
    ],
  ],
  [
    "wrong and missing settings of the packaged program",
    () => ({
      settings: {
        "gitpod-azure-devops:organizationId": undefined,
        "gitpod-azure-devops:secretLifetimeDays": "900",
        "gitpod-azure-devops:colour": "blue",
      },
      project: PACKAGED,
      env: MAY_DOWNLOAD,
    }),
    [
      ["settings", /^gitpod-azure-devops:secretLifetimeDays must be/, /^pulumi config set/],
      ["settings", /^gitpod-azure-devops:organizationId /, /^pulumi config set gitpod-azure-devops:organizationId/],
      ["settings", /^gitpod-azure-devops:colour is not a setting of this project/, /^pulumi config rm/],
    ],
  ],
  [
    "wrong and missing settings that a template declares, in its own project",
    () => ({
      settings: {
        "gitpod-azure-devops:organizationId": undefined,
        "gitpod-azure-devops:owners": '["sam"]',
        "gitpod-azure-devops:secretLifetimeDays": "900",
        "azuread:tenantId": undefined,
      },
      offline: true,
      project: template(),
      env: MAY_DOWNLOAD,
    }),
    [
      ["settings", /^gitpod-azure-devops:owners\[0\] /, /owners/],
      ["settings", /^gitpod-azure-devops:organizationId /, /organizationId/],
      ["settings", /^azuread:tenantId is missing/, /tenantId/],
    ],
  ],
  [
    "wrong settings of the provider, and one that is shared, in a program that has settings of its own",
    () => ({
      offline: true,
      settings: {
        "gitpod-azure-devops:color": "blue",
        "gitpod-azure-devops:owners": '["sam"]',
        "gitpod:tokn": "canary",
        "azuread:tenantId": undefined,
      },
      project: template("color"),
      env: MAY_DOWNLOAD,
    }),
    [
      ["settings", /^gitpod-azure-devops:owners\[0\] /, /owners/],
      [
        "settings",
        /^gitpod:tokn is not a setting of the gitpod provider; did you mean token\?$/,
        "pulumi config rm 'gitpod:tokn'",
      ],
    ],
  ],
  [
    "two tenants that differ",
    () => ({ settings: { "gitpod-azure-devops:tenantId": OTHER_TENANT } }),
    [
      [
        "settings",
        /^azuread:tenantId is .*, and gitpod-azure-devops:tenantId is .*same tenant/,
        /^pulumi config set azuread:tenantId/,
      ],
      [
        "sign-in",
        /^The sign-in is to the tenant .*, and the settings name 01234567/,
        `pulumi config set azuread:tenantId ${OTHER_TENANT}`,
      ],
    ],
  ],
  [
    "a token in plain text",
    () => ({ settings: { "gitpod:token": "gitpod_pat_canary" }, secrets: { "gitpod:token": undefined } }),
    [
      ["settings", /^gitpod:token is stored in plain text/, "pulumi config set --secret gitpod:token"],
      ["classic-token", /does not accept the token/, "pulumi config set --secret gitpod:token"],
    ],
  ],
  [
    "Microsoft's sign-in in a stack for the sandbox",
    () => ({ settings: { "gitpod-azure-devops:authorityHost": undefined } }),
    [
      [
        "mixed-clouds",
        /^gitpod-azure-devops:authorityHost is https:\/\/login\.microsoftonline\.com, and gitpod:host is the sandbox's/,
        /^pulumi config set gitpod-azure-devops:authorityHost https:\/\/localhost/,
      ],
    ],
  ],
  [
    "the sandbox's settings in a stack for a real installation",
    () => ({
      offline: true,
      settings: { "gitpod:host": "gitpod.example.com", "gitpod-azure-devops:organizationId": SANDBOX.organizationId },
    }),
    [
      [
        "mixed-clouds",
        /^gitpod-azure-devops:organizationId is the sandbox's/,
        "pulumi config rm gitpod-azure-devops:organizationId",
      ],
      [
        "mixed-clouds",
        /^gitpod-azure-devops:authorityHost is the sandbox's/,
        "pulumi config rm gitpod-azure-devops:authorityHost",
      ],
      ["mixed-clouds", /^azuread:metadataHost is the sandbox's/, "pulumi config rm azuread:metadataHost"],
      ["mixed-clouds", /^ARM_METADATA_HOSTNAME is the sandbox's/, "unset ARM_METADATA_HOSTNAME"],
    ],
  ],
  [
    "a run that was killed",
    () =>
      deployed(
        state([], [{ type: "creating", resource: { urn: "urn:pulumi:prod::p::a:b:C::azure-devops-application" } }]),
      ),
    [["pending-operations", /creating azure-devops-application/, "pulumi refresh --stack prod"]],
  ],
  [
    "an update that failed",
    () => lastUpdate("update", "failed"),
    [["last-update", /^The last update failed on 2026-01-02: the stack may be incomplete/, "pulumi up --stack prod"]],
  ],
  [
    "integrations on another installation",
    () => deployed(state([integrationOn("gitpod.old.example.com")])),
    [
      [
        "deployed-host",
        /^Integrations were deployed to gitpod\.old\.example\.com, and gitpod:host is localhost/,
        /gitpod\.old\.example\.com$/,
      ],
    ],
  ],
])("%s", async (_, broken, wrong) => expectWrong(patient, await broken(), wrong));

test("a stack without any secret is not called well", async () => {
  const results = await patient.diagnose({
    secrets: { "gitpod:token": undefined },
    pulumi: { state: async () => state([{}]) },
  });
  expect(results.filter(({ name }) => name === "secrets")).toMatchObject([
    { outcome: "unknown", message: "The stack has no secret yet by which its passphrase could be tried." },
  ]);
});

function plain(key: string): string {
  return patient.sandbox.settings()[key] ?? "";
}
