import { describe, expect, test } from "@jest/globals";
import type { EngineRun } from "../../../cli/engine/engineRun.ts";
import { SHORTEST } from "../../../cli/previewMarkdown/render.ts";
import { words } from "../../../cli/previewMarkdown/words.ts";
import { run, step, TYPES } from "./support/runs.ts";

const { application, secret, rotation, integration } = TYPES;
const ACTIVATE =
  "**After the deployment an organization owner must activate the integration** (`pulumi stack output activationUrl`); until then members cannot connect to Azure DevOps.";
const AGAIN = ACTIVATE.replace("integration**", "integration again**");

describe("the sentences about a preview:", () => {
  test.each<[string, Partial<EngineRun>, string[]]>([
    ["nothing", {}, ["Nothing changes."]],
    [
      "a new stack",
      { steps: [application, secret, rotation, integration].map((type) => step(type, "create")) },
      ["The app registration, the client secret and the integration will be created.", ACTIVATE],
    ],
    [
      "a renamed app registration",
      { steps: [step(application, "update", ["displayName"])] },
      ['The app registration will be renamed to `"new"`.'],
    ],
    [
      "an app registration with more than its name changed",
      { steps: [step(application, "update", ["displayName", "notes"])] },
      ["The app registration will be changed: `displayName` and `notes`."],
    ],
    [
      "a rotation",
      {
        steps: [
          step(secret, "replace", ["endDate"]),
          step(rotation, "update", ["trigger"]),
          step(integration, "update", ["clientSecret"]),
        ],
      },
      ["The client secret will be replaced.", "The integration will be changed: `clientSecret`.", AGAIN],
    ],
    [
      "only another age of renewal",
      { steps: [step(rotation, "update", ["rotateAfterDays"])] },
      ["The renewal schedule will be changed: `rotateAfterDays`."],
    ],
    [
      "a setting that Gitpod does not store",
      { steps: [step(integration, "update", ["verifyCredentials"])] },
      ["The integration will be changed: `verifyCredentials`."],
    ],
    [
      "another host",
      { steps: [step(integration, "replace", ["host"])] },
      ["The integration will be replaced.", ACTIVATE],
    ],
    ["a deletion", { steps: [step(integration, "delete")] }, ["The integration will be deleted."]],
    [
      "an integration that is taken over by an import",
      { steps: [step(integration, "import")] },
      ["The integration will be imported into the stack as it is."],
    ],
    [
      "several of one type",
      { steps: ["one", "two"].map((name) => step(secret, "replace", [], { name })) },
      ["The client secret `one` and the client secret `two` will be replaced."],
    ],
    [
      "a resource of another project",
      { steps: [step("aws:s3/bucket:Bucket", "create", [], { name: "logs" })] },
      ["`logs` (`aws:s3/bucket:Bucket`) will be created."],
    ],
    [
      "components only",
      { steps: [step("a:b:Component", "create", [], { custom: false })] },
      ["No resource changes, only Pulumi's records of components."],
    ],
    [
      "a manual change that the program keeps",
      { steps: [step(integration, "drifted", ["verified"])] },
      ["The integration was changed outside of Pulumi: `verified`.", "Nothing changes."],
    ],
    [
      "a manual deletion",
      { steps: [step(integration, "vanished"), step(integration, "create")] },
      ["The integration was deleted outside of Pulumi.", "The integration will be created.", ACTIVATE],
    ],
  ])("%s", (_, given, sentences) => {
    expect(words(run(given))).toEqual(sentences);
  });

  test("a failed preview never says that nothing changes", () => {
    const error = { severity: "error", text: "wrong" } as const;
    expect(words(run({ outcome: "failed", problems: [error] }))).toEqual([
      "**The preview failed**; the list below may be incomplete. The error is below.",
    ]);
    expect(words(run({ outcome: "unfinished" }))).toEqual([
      "**The preview did not finish**; the list below may be incomplete.",
    ]);
  });
});

test("the sentences are few and short, however much changes", () => {
  const name = "n".repeat(1_000);
  const steps = Array.from({ length: 500 }, (_, index) => {
    const paths = Array.from({ length: 50 }, (_, other) => `${index}.${other}.${name}`);
    return step(name, "update", paths, { name: `${index}${name}` });
  });
  const sentences = words(run({ steps, outcome: "failed" }));
  expect(sentences.at(-1)).toBe("492 more changes are in the table.");
  expect(sentences.join("\n").length).toBeLessThan(SHORTEST / 2);
});

describe("the sentences about a deployment", () => {
  const deployment = (given: Partial<EngineRun>) => words(run({ kind: "deployment", ...given }));

  test("say what was done, and what an owner has to do now", () => {
    const steps = [step(application, "update", ["notes"]), step(secret, "create"), step(integration, "create")];
    expect(deployment({ steps })).toEqual([
      "The app registration was changed: `notes`.",
      "The client secret and the integration were created.",
      "**An organization owner must activate the integration** (`pulumi stack output activationUrl`); until then members cannot connect to Azure DevOps.",
    ]);
    expect(deployment({})).toEqual(["There was nothing to change."]);
  });

  test("ask nobody to activate an integration that could not be created", () => {
    const steps = [step(secret, "create"), step(integration, "create", [], { failed: true })];
    expect(deployment({ steps, outcome: "failed" })).toEqual([
      "**The deployment failed**; the list below may be incomplete.",
      "The client secret was created.",
      "The integration could not be created.",
    ]);
  });
});
