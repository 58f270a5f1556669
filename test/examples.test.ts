import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { gitpodProvider } from "../provider/provider.ts";
import { type ObjectSpec, type PropertySpec, packageSchema } from "../provider-kit/packageSchema.ts";
import { EXAMPLE_FILES, EXAMPLES, examples } from "../tools/generate/examples.ts";

const { load }: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");
const schema = await packageSchema(gitpodProvider);
const names = readdirSync(EXAMPLES);
const read = (name: string, language: keyof typeof EXAMPLE_FILES) =>
  readFileSync(join(EXAMPLES, name, EXAMPLE_FILES[language]), "utf8");

/** Not in the schema until the plugin serves them. */
const COMPONENTS = ["gitpod:index:AzureDevOpsIntegration", "gitpod:index:EntraApplication"];

interface Program {
  readonly resources?: Readonly<Record<string, { readonly type: string; readonly properties?: object }>>;
  readonly variables?: Readonly<
    Record<string, { readonly "fn::invoke": { readonly function: string; readonly arguments?: object } }>
  >;
}

/** What the program gives to resources and functions, by token. */
function given(name: string): [token: string, args: object][] {
  const { resources = {}, variables = {} } = load(read(name, "yaml")) as Program;
  return [
    ...Object.values(resources).map(({ type, properties = {} }) => [type, properties] as [string, object]),
    ...Object.values(variables).map(
      ({ "fn::invoke": call }) => [call.function, call.arguments ?? {}] as [string, object],
    ),
  ];
}

function inputsOf(token: string): ObjectSpec | undefined {
  const resource = schema.resources[token];
  if (resource !== undefined) return { properties: resource.inputProperties, required: resource.requiredInputs };
  return token in schema.functions ? (schema.functions[token]?.inputs ?? { properties: {}, required: [] }) : undefined;
}

/** What is wrong with arguments, their objects included. */
function problems(args: object, { properties = {}, required = [] }: Partial<ObjectSpec>): string[] {
  const missing = required.filter((name) => !(name in args)).map((name) => `${name} is missing`);
  const wrong = Object.entries(args).flatMap(([name, value]) => {
    const property: PropertySpec | undefined = properties[name];
    if (property === undefined) return [`${name} does not exist`];
    const type = schema.types[property.$ref?.replace("#/types/", "") ?? ""];
    return type?.type === "object" ? problems(value, type) : [];
  });
  return [...missing, ...wrong];
}

/** The names of all arguments, those of nested objects too. */
function argumentNames(args: object): string[] {
  return Object.entries(args).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? [name, ...argumentNames(value)] : [name],
  );
}

const firstLower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
/** How an argument begins a line in each language, and its name in the schema. */
const ARGUMENT: Readonly<Record<string, [pattern: RegExp, nameOf: (name: string) => string]>> = {
  typescript: [/^ +(\w+):/gm, (name) => name],
  python: [/^ +"?(\w+)"?[=:]/gm, (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())],
  csharp: [/^ +(\w+) =/gm, firstLower],
  go: [/^\t+(\w+): /gm, firstLower],
  java: [/^ +\.(?!build\b)(\w+)\(/gm, (name) => name],
};
const LANGUAGES = Object.keys(ARGUMENT) as (keyof typeof EXAMPLE_FILES)[];

test("every resource and function has an example, in every language", () => {
  const all = examples();
  for (const token of [...Object.keys(schema.resources), ...Object.keys(schema.functions)]) {
    const languages = [...(all[token] ?? "").matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    expect([token, languages]).toEqual([token, Object.keys(EXAMPLE_FILES)]);
  }
});

test.each(names)("%s: its arguments are in the schema, and none is missing", (name) => {
  const program = given(name);
  expect(program.length).toBeGreaterThan(0);
  for (const [token, args] of program) {
    const inputs = inputsOf(token);
    expect(inputs !== undefined || COMPONENTS.includes(token)).toBe(true);
    if (inputs !== undefined) expect(problems(args, inputs)).toEqual([]);
  }
});

test.each(names.flatMap((name) => LANGUAGES.map((language) => [name, language] as const)))(
  "%s: the program in %s gives the same arguments as the one in YAML",
  (name, language) => {
    const [pattern, nameOf] = ARGUMENT[language] as [RegExp, (name: string) => string];
    const written = [...read(name, language).matchAll(pattern)].map(([, argument = ""]) => nameOf(argument));
    const wanted = given(name).flatMap(([, args]) => argumentNames(args));
    expect(written.sort()).toEqual(wanted.sort());
  },
);

test.each(names)("%s: every program makes the resource or calls the function", (name) => {
  // Go calls it Lookup where a resource has a function Get.
  const called = name.replace(/^get/, "(get|lookup)");
  const call = new RegExp(`(gitpod\\.(new)?|new |gitpodFunctions\\.)${called}(Output|\\.invoke)?\\(`, "i");
  for (const language of LANGUAGES) expect(read(name, language).replaceAll("_", "")).toMatch(call);
});
