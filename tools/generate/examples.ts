import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./artifact.ts";

/** The languages of Pulumi's documentation, and the file of an example that is in each. */
export const EXAMPLE_FILES = {
  typescript: "index.ts",
  python: "__main__.py",
  csharp: "Program.cs",
  go: "main.go",
  java: "App.java",
  yaml: "Pulumi.yaml",
} as const;

export const EXAMPLES = join(ROOT, "examples");

/** What a Pulumi.yaml says besides the program. */
const ABOUT_THE_PROJECT = /^(name|runtime|description):.*\n/gm;

/** The examples of resources and functions, by token, in the notation that SDK generators and the registry read. */
export function examples(): Record<string, string> {
  const names = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    names.map(({ name }) => {
      const yaml = readFileSync(join(EXAMPLES, name, EXAMPLE_FILES.yaml), "utf8");
      const title = /^description: (.+)$/m.exec(yaml)?.[1] ?? name;
      return [tokenOf(name, yaml), section(name, title)];
    }),
  );
}

/** The token in a YAML program that has the name of the example's folder. */
function tokenOf(name: string, yaml: string): string {
  const found = new RegExp(`\\w+:index:${name}\\b`, "i").exec(yaml);
  if (found === null) throw new Error(`examples/${name}/Pulumi.yaml has no resource or function ${name}`);
  return found[0];
}

function section(name: string, title: string): string {
  const blocks = Object.entries(EXAMPLE_FILES).map(([language, file]) => {
    const text = readFileSync(join(EXAMPLES, name, file), "utf8");
    const program = language === "yaml" ? text.replace(ABOUT_THE_PROJECT, "") : text;
    return `\`\`\`${language}\n${program.trim()}\n\`\`\``;
  });
  return [
    "{{% examples %}}\n## Example Usage",
    `{{% example %}}\n### ${title}`,
    ...blocks,
    "{{% /example %}}\n{{% /examples %}}",
  ].join("\n\n");
}
