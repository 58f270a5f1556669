import { describe, expect, test } from "@jest/globals";
import { asLines, type Machine, nextSteps } from "../../../cli/setup/next.ts";
import type { Plan } from "../../../cli/setup/plan.ts";
import { TOKEN } from "../../../cli/setup/settings/classic.ts";
import { ONA_TOKEN } from "../../../cli/setup/settings/ona.ts";
import { AUTHORITY, type Config, PLATFORM } from "../../../cli/setup/settings.ts";
import { ProjectNames } from "../../../stack/projectNames.ts";
import { describeSettings, NAMESPACE } from "../../../stack/settingsSchema.ts";

const STORED: Config = { [TOKEN]: "gitpod_pat_canary" };
const READY: Machine = {
  env: {},
  windows: false,
  pulumi: "pulumi",
  signIn: undefined,
  passphraseAsked: false,
  previewed: false,
};
const SANDBOX: Config = { ...STORED, [AUTHORITY]: "https://localhost:4181" };

function commands(after: Config, machine: Partial<Machine> = {}, selected = true) {
  const names = new ProjectNames(NAMESPACE, NAMESPACE, describeSettings());
  const target = { name: "prod", isNew: false, selected, names, before: {}, declares: () => true };
  const plan: Plan = { target, after, account: undefined, place: undefined, environment: {} };
  return nextSteps(plan, { ...READY, ...machine });
}
const commandsOf = (...args: Parameters<typeof commands>) => commands(...args).map(({ command }) => command);
const ALWAYS = ["pulumi preview", "pulumi up", "npx gitpod-azure-devops activate --stack prod"];

describe("the next steps", () => {
  test("are a preview, the deployment and the activation", () => {
    expect(commandsOf(STORED)).toEqual(ALWAYS);
    expect(commandsOf(STORED, { previewed: true })).toEqual(ALWAYS.slice(1));
    expect(commandsOf(STORED, {}, false).slice(0, 2)).toEqual([
      "pulumi preview --stack prod",
      "pulumi up --stack prod",
    ]);
  });

  test("say who activates, or connects", () => {
    expect(commands(STORED).at(-1)?.purpose).toContain("an owner of the organization");
    expect(commands({ [PLATFORM]: "ona", [ONA_TOKEN]: "ona_canary" }).at(-1)?.purpose).toContain("each person");
  });

  test.each<[string, Config, Partial<Machine>, string]>([
    ["Pulumi is not on PATH", STORED, { pulumi: "/cache/bin/pulumi" }, 'export PATH="/cache/bin:$PATH"'],
    ["nobody is signed in to Entra", STORED, { signIn: "az login --tenant x" }, "az login --tenant x"],
    [
      "Pulumi will ask for the passphrase",
      STORED,
      { passphraseAsked: true },
      "export PULUMI_CONFIG_PASSPHRASE=<passphrase>",
    ],
    ["the stack stores no token", {}, {}, "export GITPOD_TOKEN=<token>"],
    ["the stack stores no token, on Windows", {}, { windows: true }, '$env:GITPOD_TOKEN = "<token>"'],
  ])("begin with what is missing when %s", (_, after, machine, command) => {
    expect(commandsOf(after, machine)).toEqual([command, ...ALWAYS]);
  });

  test("need nothing more where the environment has the token", () => {
    expect(commandsOf({}, { env: { GITPOD_TOKEN: "gitpod_pat_canary" } })).toEqual(ALWAYS);
  });

  test("ask for the sandbox's environment, and for no sign-in to Entra", () => {
    const signIn = "az login --tenant x";
    expect(commands(SANDBOX, { signIn })[0]?.purpose).toContain("npm run sandbox");
    expect(commandsOf(SANDBOX, { signIn, env: { ARM_METADATA_HOSTNAME: "localhost:4181" } })).toEqual(ALWAYS);
  });

  test("are numbered, with the command on a line of its own", () => {
    expect(asLines([{ purpose: "Look" }, { purpose: "Deploy", command: "pulumi up" }])).toEqual([
      "1. Look",
      "2. Deploy",
      "   pulumi up",
    ]);
  });
});
