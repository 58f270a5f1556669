import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { Outsider } from "./support/release.ts";

const GUIDE = readFileSync(new URL("../../docs/components.md", import.meta.url), "utf8");
const FILES = [...GUIDE.matchAll(/^\*\*(\S+)\*\*.*\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => ({
  name,
  text,
}));

let outsider: Outsider;
beforeAll(async () => {
  outsider = await Outsider.start();
  const folder = await outsider.folder("app");
  for (const { name, text } of FILES) await writeFile(join(folder, name), text);
  await outsider.release.npmInstall(folder);
});
afterAll(() => outsider.close());

test("the components guide has every file of a program", () => {
  expect(FILES.map(({ name }) => name)).toEqual(["package.json", "Pulumi.yaml", "tsconfig.json", "index.ts"]);
});

test("the guide names the present versions", () => {
  const { name, version, dependencies } = packageJson;
  const wanted = { [name]: version, "@pulumi/pulumi": dependencies["@pulumi/pulumi"] };
  expect(JSON.parse(FILES[0]?.text ?? "").dependencies).toEqual({
    ...wanted,
    "@pulumi/azuread": dependencies["@pulumi/azuread"],
  });
  expect(GUIDE).toContain(`resource gitpod ${version} --file dist/pulumi-resource-gitpod-v${version}-`);
});

test("copied unchanged, the program passes the type check", async () => {
  const { code, output } = await outsider.person.script("cd ../app && node node_modules/typescript/bin/tsc");
  expect({ code, output }).toEqual({ code: 0, output: "" });
});

test("copied unchanged, it previews with the guide's settings", async () => {
  const { gitpod, entra } = outsider.sandbox;
  const settings = {
    "gitpod:host": gitpod.host,
    "gitpod:apiUrl": gitpod.apiUrl,
    "azuread:tenantId": entra.tenantId,
    "azuread:metadataHost": new URL(entra.authorityHost).host,
    organizationId: gitpod.organizationId,
  };
  await outsider.pulumi("app", "stack init prod");
  await outsider.setAll("app", settings);
  expect(await outsider.pulumi("app", "preview")).toMatchObject({
    code: 0,
    output: expect.stringContaining("gitpod:index:AuthProvider"),
  });
});
