import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { gitpodProvider } from "../provider/provider.ts";
import { packageSchema } from "../provider-kit/packageSchema.ts";

const { load }: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");
const FOLDER = fileURLToPath(new URL("../templates", import.meta.url));
const names = readdirSync(FOLDER);
const schema = await packageSchema(gitpodProvider);

interface Template {
  readonly template: {
    readonly description: string;
    readonly quickstart: string;
    readonly config: Readonly<Record<string, { readonly description: string; readonly secret?: boolean }>>;
  };
  readonly config: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
}

const read = (name: string) => load(readFileSync(`${FOLDER}/${name}/Pulumi.yaml`, "utf8")) as Template;
const yaml = read("yaml");

test("there is a template for each language of the guide", () => {
  expect(names).toEqual(["python", "typescript", "yaml"]);
});

test.each(names)("%s: asks for the same settings as the others, each with a description", (name) => {
  const { template, config } = read(name);
  expect(template.config).toEqual(yaml.template.config);
  expect(config).toEqual(yaml.config);
  const descriptions = [template, ...Object.values(template.config)].map(({ description }) => description);
  expect(descriptions.filter((text) => !text)).toEqual([]);
  expect(template.quickstart).toContain("activationUrl");
});

test.each(names)("%s: asks for each setting without a default, and marks secrets as the provider does", (name) => {
  const { template, config } = read(name);
  const own = Object.entries(config).filter(([, setting]) => !("default" in setting));
  expect(own.map(([setting]) => setting)).toEqual(Object.keys(template.config).filter((key) => !key.includes(":")));
  for (const [key, { secret = false }] of Object.entries(template.config)) {
    const property = schema.provider.inputProperties[key.replace("gitpod:", "")];
    expect([key, secret]).toEqual([key, property?.secret ?? false]);
  }
});

test.each(names)("%s: brings nothing of this repository but the package", (name) => {
  const files = readdirSync(`${FOLDER}/${name}`, { recursive: true, encoding: "utf8" });
  for (const file of files) {
    const imports = [...readFileSync(`${FOLDER}/${name}/${file}`, "utf8").matchAll(/(?:from|import) "?([\w@/.-]+)/g)];
    const ours = imports.map(([, path = ""]) => path).filter((path) => /^\.|gitpod/.test(path));
    expect([file, ours.filter((path) => !/^gitpod[-_]azure[-_]devops$/.test(path))]).toEqual([file, []]);
  }
  expect(existsSync(`${FOLDER}/${name}/package.json`)).toBe(name === "typescript");
});
