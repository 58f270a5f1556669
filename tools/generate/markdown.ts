import type {
  FunctionSpec,
  ObjectSpec,
  PackageSchema,
  PropertySpec,
  ResourceSpec,
  TypeSpec,
} from "../../provider-kit/packageSchema.ts";
import type { Situation } from "../../sandbox/play/situations.ts";
import type { SettingDescription } from "../../stack/settingsReader.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

/** The stack's settings. */
export function settingsTable(settings: readonly SettingDescription[]): string {
  const rows = settings.map(({ name, type, description, default: preset, required }) => {
    const shown = Array.isArray(preset) ? preset.join(", ") : String(preset ?? "");
    return [`\`${NAMESPACE}:${name}\``, type, required ? "**required**" : code(shown), description];
  });
  return table(["Setting", "Type", "Default", "Meaning"], rows);
}

/** The settings, resources and functions of the provider. */
export function providerTables(schema: PackageSchema): string {
  const { name: namespace, provider, resources, functions } = schema;
  const settings = Object.entries(provider.inputProperties).map(([name, property]) => [
    `\`${namespace}:${name}\``,
    property.type,
    property.description,
  ]);
  const sections = [
    "## Settings",
    table(["Setting", "Type", "Meaning"], settings),
    "## Resources",
    ...Object.entries(resources).flatMap(([token, spec]) => resourceSection(token, spec)),
    "## Functions",
    ...Object.entries(functions).flatMap(([token, spec]) => functionSection(token, spec)),
    "## Types",
    ...Object.entries(schema.types).flatMap(([token, spec]) => typeSection(token, spec)),
  ];
  return `\n${sections.map((section) => section.trimEnd()).join("\n\n")}\n\n`;
}

/** What can be played in the sandbox, with links within docs/. */
export function situationTable(situations: readonly Situation[]): string {
  const rows = situations.map(({ name, does, next, sees, guide }) => [
    `\`${name}\``,
    does,
    `${next}.`,
    `${sees} [Guide](${guide})`,
  ]);
  return table(["Situation", "The sandbox does", "Then you", "You see"], rows);
}

function resourceSection(token: string, spec: ResourceSpec): string[] {
  const isOutput = ([name]: [string, PropertySpec]) => !Object.hasOwn(spec.inputProperties, name);
  const outputs = Object.fromEntries(Object.entries(spec.properties).filter(isOutput));
  return [
    `### \`${token}\``,
    spec.description,
    propertyTable("Input", spec.inputProperties, spec.requiredInputs),
    propertyTable("Output", outputs),
  ];
}

function functionSection(token: string, { description, inputs, outputs }: FunctionSpec): string[] {
  const given = inputs === undefined ? [] : [propertyTable("Input", inputs.properties, inputs.required)];
  return [`### \`${token}\``, description, ...given, propertyTable("Output", outputs.properties)];
}

function typeSection(token: string, { description = "", properties = {} }: TypeSpec): string[] {
  return [`### \`${token}\``, description, propertyTable("Field", properties)];
}

function propertyTable(kind: string, properties: ObjectSpec["properties"], required: readonly string[] = []): string {
  const rows = Object.entries(properties).map(([name, property]) => [
    `\`${name}\`${required.includes(name) ? " (required)" : ""}`,
    typeName(property),
    property.description,
  ]);
  return table([kind, "Type", "Meaning"], rows);
}

function typeName({ type, $ref, items }: PropertySpec): string {
  if (items !== undefined) return `list of ${typeName(items)}`;
  return type ?? $ref?.split(":").at(-1) ?? "";
}

function code(value: unknown): string {
  return value === undefined || value === "" ? "" : `\`${String(value)}\``;
}

export function table(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${line(head)}|${"---|".repeat(head.length)}\n${rows.map(line).join("")}`;
}
