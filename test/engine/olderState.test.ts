import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

/** A stack as commit 1a53d80 left it, before the folders moved. `RECORD_STATE=1` replaces it with today's. */
const FILE = fileURLToPath(new URL("states/beforeTheMove.json", import.meta.url));
const DATE = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
const SETTINGS = {
  "gitpod-azure-devops:integrations": JSON.stringify({
    onPremises: { providerHost: "devops.example.com" },
    research: { providerHost: "research.example.com", ownApplication: true },
  }),
  "gitpod-azure-devops:notes": "kept",
  "gitpod-azure-devops:rotateAfterDays": "90",
};

interface Recorded {
  readonly at: string;
  readonly state: { readonly deployment: { secrets_providers: { state: { salt: string } } } };
}

/** What differs between sandboxes, and its placeholder in the recorded state. */
function addresses({ gitpod, entra }: Person["sandbox"]): [name: string, value: string][] {
  return [
    ["{{gitpodPort}}", new URL(gitpod.origin).port],
    ["{{entraPort}}", new URL(entra.authorityHost).port],
    ["{{organization}}", gitpod.organizationId],
    ["{{tenant}}", entra.tenantId],
    ["{{token}}", gitpod.token],
  ];
}

async function record(person: Person): Promise<void> {
  for (const host of ["devops.example.com", "research.example.com"]) {
    person.sandbox.gitpod.installation.setReachable(host);
  }
  await person.mustRun("up", "--yes", "--skip-preview");
  let text = await person.mustRun("stack", "export", "--show-secrets");
  for (const [name, value] of addresses(person.sandbox)) text = text.replaceAll(value, name);
  const recorded: Recorded = { at: new Date().toISOString(), state: JSON.parse(text, withoutPositions) };
  await writeFile(FILE, `${JSON.stringify(recorded, null, 1)}\n`);
}

/** Drops source positions, which name folders of a machine. */
function withoutPositions(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}

async function restore(person: Person): Promise<void> {
  const { at, state }: Recorded = JSON.parse(await readFile(FILE, "utf8"));
  const salt = /^encryptionsalt: (.*)$/m.exec(await person.file("Pulumi.test.yaml"))?.[1] ?? "";
  state.deployment.secrets_providers.state.salt = salt;
  const passed = Date.now() - Date.parse(at);
  let text = JSON.stringify(state).replace(DATE, (date) =>
    new Date(Date.parse(date) + passed).toISOString().replace(/\.\d+Z$/, "Z"),
  );
  for (const [name, value] of addresses(person.sandbox)) text = text.replaceAll(name, value);
  await person.importState(text);
}

test("a stack deployed by an older version shows no change", async () => {
  const person = await Person.start({ settings: SETTINGS });
  try {
    for (const [index, tag] of ["one", "two"].entries()) {
      await person.mustRun("config", "set", "--path", `gitpod-azure-devops:tags[${index}]`, tag);
    }
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    if (process.env.RECORD_STATE === "1") await record(person);
    await restore(person);
    const { code, output } = await person.pulumi("preview", "--diff", "--expect-no-changes");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/\d+ unchanged/) });
  } finally {
    await person.close();
  }
});
