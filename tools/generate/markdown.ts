import type { PackageSchema, PropertySpec } from "../../provider-kit/packageSchema.ts";
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

/** The settings and resources of the provider. */
export function providerTables(schema: PackageSchema): string {
  return `\n## Settings\n\n${providerSettingsTable(schema)}\n## Resources\n\n${resourceTables(schema)}\n`;
}

function providerSettingsTable({ name: namespace, provider }: PackageSchema): string {
  const rows = Object.entries(provider.inputProperties).map(([name, { description, default: preset, ...more }]) => [
    `\`${namespace}:${name}\`${more.secret ? " (secret)" : ""}`,
    code(more.defaultInfo?.environment.join(", ")),
    provider.requiredInputs.includes(name) ? "**required**" : code(preset),
    description,
  ]);
  return table(["Setting", "Environment variable", "Default", "Meaning"], rows);
}

function resourceTables({ resources }: PackageSchema): string {
  const sections = Object.entries(resources).map(([token, spec]) => {
    const isInput = ([name]: [string, PropertySpec]) => Object.hasOwn(spec.inputProperties, name);
    const inputs = Object.entries(spec.inputProperties).map(
      ([name, { type, description, default: preset, secret }]) => [
        `\`${name}\`${secret ? " (secret)" : ""}`,
        type,
        spec.requiredInputs.includes(name) ? "**required**" : code(preset),
        description,
      ],
    );
    const outputs = Object.entries(spec.properties)
      .filter((property) => !isInput(property))
      .map(([name, { type, description }]) => [`\`${name}\``, type, description]);
    const tables = [
      table(["Input", "Type", "Default", "Meaning"], inputs),
      table(["Output", "Type", "Meaning"], outputs),
    ];
    return `### \`${token}\`\n\n${spec.description}\n\n${tables.join("\n")}`;
  });
  return sections.join("\n");
}

function code(value: unknown): string {
  return value === undefined || value === "" ? "" : `\`${String(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map((cell = "") => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${line(head)}|${"---|".repeat(head.length)}\n${rows.map(line).join("")}`;
}
