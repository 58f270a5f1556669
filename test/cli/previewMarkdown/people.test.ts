import { describe, expect, test } from "@jest/globals";
import type { PropertyChange, Step } from "../../../cli/engine/engineRun.ts";
import { kindOf } from "../../../cli/engine/resourceKinds.ts";
import { words } from "../../../cli/previewMarkdown/words.ts";
import { gitpodProvider } from "../../../provider/provider.ts";
import { run, step, TYPES } from "./support/runs.ts";

const { integration, ona, runner } = TYPES;
const ONCE =
  "**After the deployment each person connects to Azure DevOps once** (`pulumi stack output connectUrl`); no owner activates anything.";
const AGAIN =
  "**After the deployment each person has to connect to Azure DevOps again** (`pulumi stack output connectUrl`).";
const ACTIVATE = expect.stringContaining("an organization owner must activate the integration");

/** An update of Ona's integration that changes one property. */
function update(path: string, before?: string, after?: string, given: Partial<Step> = {}): Step {
  const properties: PropertyChange[] = [{ path, before, after }];
  return step(ona, "update", [], { properties, ...given });
}

describe("what people notice of a change to Ona's integration:", () => {
  test.each<[string, Step[], unknown[]]>([
    [
      "it is new",
      [step(runner, "create"), step(ona, "create")],
      ["The runner lookup and the integration will be created.", ONCE],
    ],
    [
      "it is deleted",
      [step(ona, "delete")],
      [
        "**Deleting the integration deletes the sign-ins and personal access tokens of all people who use it.**",
        "The integration will be deleted.",
      ],
    ],
    [
      "it is replaced",
      [step(ona, "replace", ["host"])],
      [
        "**Replacing the integration deletes the sign-ins and personal access tokens of all people who use it.**",
        "The integration will be replaced.",
        AGAIN,
      ],
    ],
    [
      "OAuth is turned off",
      [update("clientId", '"one"')],
      [
        "**Turning OAuth off for the integration deletes the sign-ins of all people who use it.**",
        "The integration will be changed: `clientId`.",
      ],
    ],
    [
      "OAuth is turned on",
      [update("clientId", undefined, '"one"')],
      ["The integration will be changed: `clientId`.", ONCE],
    ],
    [
      "personal access tokens are turned off",
      [update("pat", "true", "false")],
      [
        "**Turning personal access tokens off for the integration deletes those that people have stored.**",
        "The integration will be changed: `pat`.",
      ],
    ],
    [
      "personal access tokens are turned on",
      [update("pat", "false", "true")],
      ["The integration will be changed: `pat`."],
    ],
    ["pat is no longer set, which leaves it on", [update("pat", "true")], ["The integration will be changed: `pat`."]],
    ["another app", [update("clientId", '"one"', '"two"')], ["The integration will be changed: `clientId`.", AGAIN]],
    [
      "an app that is not known yet",
      [update("clientId", '"one"', "[known after the deployment]")],
      ["The integration will be changed: `clientId`.", AGAIN],
    ],
    ["another issuer", [update("issuerUrl", '"a"', '"b"')], ["The integration will be changed: `issuerUrl`.", AGAIN]],
    [
      "a new client secret",
      [update("clientSecret", "[secret]", "[secret]")],
      [
        "The integration will be changed: `clientSecret`.",
        "People stay signed in to Ona: nobody notices the new client secret there.",
      ],
    ],
    [
      "both platforms in one stack",
      [step(integration, "create"), step(ona, "delete", [], { name: "ona" })],
      [
        "**Deleting the integration `ona` deletes the sign-ins and personal access tokens of all people who use it.**",
        "The integration `azure-devops-integration` will be created.",
        "The integration `ona` will be deleted.",
        ACTIVATE,
      ],
    ],
    [
      "several are deleted",
      [step(ona, "delete", [], { name: "a" }), step(ona, "delete", [], { name: "b" })],
      [
        "**Deleting the integration `a` and the integration `b` deletes the sign-ins and personal access tokens of all people who use them.**",
        "The integration `a` and the integration `b` will be deleted.",
      ],
    ],
    [
      "it is an entry of a stack, which has no output of its own for the page",
      [
        step(integration, "update", ["clientSecret"], { name: "azure-devops-old-integration" }),
        step(ona, "create", [], { name: "azure-devops-new-integration" }),
      ],
      [
        "The integration `azure-devops-old-integration` will be changed: `clientSecret`.",
        "The integration `azure-devops-new-integration` will be created.",
        "**After the deployment each person connects to Azure DevOps once** (`npx gitpod-azure-devops activate --integration <name>`); no owner activates anything.",
        expect.stringContaining("again** (`npx gitpod-azure-devops activate --integration <name>`); until then"),
      ],
    ],
  ])("%s", (_, steps, sentences) => {
    expect(words(run({ steps }))).toEqual(sentences);
  });

  test("a deployment says what it has deleted, and nothing of what failed", () => {
    const steps = [step(ona, "delete"), step(ona, "delete", [], { name: "other", failed: true })];
    expect(words(run({ kind: "deployment", outcome: "failed", steps })).slice(1)).toEqual([
      "**Deleting the integration `azure-devops-integration` has deleted the sign-ins and personal access tokens of all people who used it.**",
      "The integration `azure-devops-integration` was deleted.",
      "The integration `other` could not be deleted.",
    ]);
    expect(words(run({ kind: "deployment", steps: [step(ona, "create")] })).at(-1)).toMatch(
      /^\*\*Each person connects to Azure DevOps once\*\*/,
    );
  });
});

test("every resource of the plugin has a usual name", () => {
  const unnamed = gitpodProvider.resources.map(({ token }) => token).filter((token) => kindOf(token) === undefined);
  expect(unnamed).toEqual([]);
});
