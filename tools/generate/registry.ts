import { readFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { metadata } from "../../provider/metadata.ts";
import type { PackageSchema } from "../../provider-kit/packageSchema.ts";
import { EXAMPLE_FILES, EXAMPLES } from "./examples.ts";
import { table } from "./markdown.ts";

const ENVIRONMENT_VARIABLES = / ?Environment variable: (\w+(?:, else \w+)*)\./;

/** The command that adds the plugin to a program. */
export const ADD_PACKAGE = `\`\`\`sh
pulumi package add gitpod@${packageJson.version} --server ${metadata.pluginDownloadURL}
\`\`\`
`;

/** The command that makes a new program. */
export const NEW_PROGRAM = `\`\`\`sh
pulumi new ${metadata.repository}/tree/v${packageJson.version}/templates/yaml
\`\`\`
`;

/** An example's programs, one for each language, in the registry's notation. */
export function exampleTabs(name: string): string {
  const tabs = Object.entries(EXAMPLE_FILES).map(([language, file]) => {
    const program = readFileSync(join(EXAMPLES, name, file), "utf8").trim();
    return `{{% choosable language ${language} %}}\n\n\`\`\`${language}\n${program}\n\`\`\`\n\n{{% /choosable %}}\n`;
  });
  return `\n{{< chooser language "${Object.keys(EXAMPLE_FILES)}" >}}\n\n${tabs.join("\n")}\n{{< /chooser >}}\n\n`;
}

/** The names under which programs import what `pulumi package add` writes. */
export function sdkNames({ name }: PackageSchema): string {
  const { nodejs, python, go, csharp, java } = metadata.language;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const rows = [
    ["TypeScript", nodejs.packageName],
    ["Python", python.packageName],
    ["Go", go.importBasePath],
    ["C#", `${csharp.rootNamespace}.${title}`],
    ["Java", `${java.basePackage}.${name}`],
  ];
  const code = rows.map(([language, imported]) => [language, `\`${imported}\``]);
  return `\n${table(["Language", "Import"], code)}\n`;
}

/** The provider's settings with their environment variables. */
export function configurationTable({ name: namespace, provider }: PackageSchema): string {
  const rows = Object.entries(provider.inputProperties).map(([name, { description = "" }]) => {
    const [, variables = ""] = ENVIRONMENT_VARIABLES.exec(description) ?? [];
    return [
      `\`${namespace}:${name}\``,
      variables.replace(/[A-Z]\w*/g, "`$&`"),
      description.replace(ENVIRONMENT_VARIABLES, ""),
    ];
  });
  return `\n${table(["Setting", "Environment variable", "Meaning"], rows)}\n`;
}
