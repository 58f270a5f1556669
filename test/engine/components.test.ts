import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

const GUIDE = readFileSync(new URL("../../docs/components.md", import.meta.url), "utf8");
const FILES = [...GUIDE.matchAll(/^\*\*(\S+)\*\*.*\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => ({
  name,
  text,
}));

let person: Person;
beforeAll(async () => {
  person = await Person.start();
  // The links that `npm install` would make, without a registry. The clone has another name here.
  const links = ["@pulumi", "@types", "typescript"].map(
    (name) => `ln -s "$PWD/node_modules/${name}" ../app/node_modules/${name}`,
  );
  await person.script(
    ["mkdir -p ../app/node_modules", ...links, 'ln -s "$PWD" ../app/node_modules/gitpod-azure-devops'].join("\n"),
  );
  for (const { name, text } of FILES) {
    await person.script(`cat > ../app/${name} <<'END'\n${text.replaceAll("../gitpod-azure-devops", "../clone")}END`);
  }
});
afterAll(() => person.close());

const inApp = (command: string) =>
  person.script(
    `cd ../app && node --require ../clone/preload.cjs ../clone/cli/pulumi/main.ts ${command} --non-interactive --color never`,
  );

test("the components guide has every file of a program", () => {
  expect(FILES.map(({ name }) => name)).toEqual(["package.json", "Pulumi.yaml", "tsconfig.json", "index.ts"]);
});

test("copied unchanged, the program passes the type check", async () => {
  const { code, output } = await person.script("cd ../app && node node_modules/typescript/bin/tsc");
  expect({ code, output }).toEqual({ code: 0, output: "" });
});

test("copied unchanged, it previews with the guide's settings", async () => {
  const { gitpod, entra } = person.sandbox;
  const settings = {
    "gitpod:host": gitpod.host,
    "gitpod:apiUrl": gitpod.apiUrl,
    "azuread:tenantId": entra.tenantId,
    "azuread:metadataHost": new URL(entra.authorityHost).host,
    organizationId: gitpod.organizationId,
  };
  await inApp("stack init prod");
  for (const [name, value] of Object.entries(settings)) await inApp(`config set ${name} ${value}`);
  const { code, output } = await inApp("preview");
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain("gitpod:index:AuthProvider");
});
