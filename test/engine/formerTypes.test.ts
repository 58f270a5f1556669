import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

/** Gives the components in the state the types that they had before the plugin served them. */
async function restoreFormerTypes(person: Person): Promise<void> {
  const exported = await person.mustRun("stack", "export", "--show-secrets");
  const former = exported.replaceAll(
    /\bgitpod:index:(AzureDevOpsIntegration|EntraApplication)\b/g,
    "gitpod-azure-devops:index:$1",
  );
  expect(former).not.toBe(exported);
  await person.importState(former);
}

/** What a preview would do, by number of resources. */
async function preview(person: Person): Promise<string[]> {
  const output = await person.mustRun("preview", "--diff");
  return [...output.matchAll(/^ +\S? *(\d+ (?:to \w+|unchanged))$/gm)].map(([, text = ""]) => text);
}

test("an app with the former types stays when an integration becomes its parent, and when that one goes again", async () => {
  const organizationId = randomUUID();
  const integrations = { onPremises: { providerHost: "devops.example.com", organizationId } };
  const person = await Person.start({
    sandbox: { organizationId },
    settings: {
      "gitpod-azure-devops:organizationId": undefined,
      "gitpod-azure-devops:integrations": JSON.stringify(integrations),
    },
  });
  try {
    person.sandbox.gitpod.installation.setReachable("devops.example.com");
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    await person.mustRun("up", "--yes", "--skip-preview");
    await restoreFormerTypes(person);
    expect(await preview(person)).toEqual(["8 unchanged"]);
    await person.set("gitpod-azure-devops:organizationId", organizationId);
    expect(await preview(person)).toEqual(["2 to create", "8 unchanged"]);
    await person.mustRun("up", "--yes", "--skip-preview");
    await restoreFormerTypes(person);
    await person.unset("gitpod-azure-devops:organizationId");
    expect(await preview(person)).toEqual(["2 to delete", "8 unchanged"]);
  } finally {
    await person.close();
  }
});
