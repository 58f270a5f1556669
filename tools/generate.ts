/**
 * Writes what is generated: Pulumi.yaml's settings, tables and examples in the docs, the classes of the plugin's resources, and the code
 * for Gitpod's API. With --check it writes nothing, and fails naming each file that is stale.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { gitpodProvider } from "../provider/provider.ts";
import { packageSchema } from "../provider-kit/packageSchema.ts";
import { SITUATIONS } from "../sandbox/play/situations.ts";
import type { SettingDescription } from "../stack/settingsReader.ts";
import { describeSettings } from "../stack/settingsSchema.ts";
import { arrowsTable } from "./arrows/table.ts";
import { type Artifact, BIN, isStale, page, ROOT, readText, region, write } from "./generate/artifact.ts";
import { commandPages } from "./generate/commands.ts";
import { componentCode } from "./generate/componentCode.ts";
import { examples } from "./generate/examples.ts";
import { providerTables, settingsTable, situationTable } from "./generate/markdown.ts";
import { pluginCode } from "./generate/pluginCode.ts";
import { protobufCode } from "./generate/protobufCode.ts";
import { ADD_PACKAGE, configurationTable, exampleTabs, NEW_PROGRAM, sdkNames } from "./generate/registry.ts";
import { templates } from "./generate/templates.ts";

const check = process.argv.includes("--check");
const schema = await packageSchema(gitpodProvider);
const artifacts = [
  region("Pulumi.yaml", "  # settings:start", "  # settings:end", pulumiConfig(describeSettings())),
  page("docs/settings.md", { settings: settingsTable(describeSettings()) }),
  page("docs/architecture.md", { arrows: arrowsTable() }),
  page("docs/sandbox.md", { situations: situationTable(SITUATIONS) }),
  page("docs/commands.md", { commands: await commandPages() }),
  page("docs/provider.md", { schema: providerTables(schema) }),
  page("README.md", { new: NEW_PROGRAM, add: ADD_PACKAGE }),
  page("docs/_index.md", {
    example: exampleTabs("azureDevOpsIntegration"),
    exampleOna: exampleTabs("onaAzureDevOpsIntegration"),
  }),
  page("docs/installation-configuration.md", {
    add: ADD_PACKAGE,
    sdks: sdkNames(schema),
    settings: configurationTable(schema),
  }),
  ...templates(),
  page("provider-kit/README.md", { example: kitExample() }),
  ...pluginCode(schema).map(({ name, text }) => formatted(`components/gitpod/${name}`, text)),
  ...componentCode(schema).map(({ path, text }) => formatted(path, text)),
  formatted("provider/schema.json", JSON.stringify(await packageSchema(gitpodProvider, examples()))),
  ...protobufCode(),
];
const stale = artifacts.filter(isStale);
if (!check) stale.forEach(write);
for (const { path } of stale) console.log(check ? `${path} is stale: run node tools/generate.ts` : `wrote ${path}`);
if (check && stale.length > 0) process.exitCode = 1;

/** The engine demands a declared setting that has no default, before our better message can be given: hence `""`. */
function pulumiConfig(settings: readonly SettingDescription[]): string {
  return settings
    .map(({ name, type, description, default: preset }) => {
      // The engine knows no maps, and would refuse the empty default of a typed number.
      const untyped = type === "object" || (type === "integer" && preset === undefined);
      const types = untyped ? [] : [`    type: ${type}`];
      const items = type === "array" ? ["    items: { type: string }"] : [];
      const rest = [`    description: ${JSON.stringify(description)}`, `    default: ${JSON.stringify(preset ?? "")}`];
      return [`  ${name}:`, ...types, ...items, ...rest, ""].join("\n");
    })
    .join("");
}

/** The files of provider-kit's example. */
function kitExample(): string {
  const quoted = (language: string, file: string) =>
    `\`${file}\`:\n\n\`\`\`${language}\n${readText(join(ROOT, "provider-kit/example", file))}\`\`\`\n`;
  return [quoted("ts", "file.ts"), quoted("sh", "pulumi-resource-file")].join("\n");
}

function formatted(path: string, text: string): Artifact {
  const options = { cwd: ROOT, input: text, encoding: "utf8", shell: process.platform === "win32" } as const;
  return {
    path,
    content: execFileSync(join(BIN, "biome"), ["check", "--write", `--stdin-file-path=${path}`], options),
  };
}
