import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { settingsSchema } from "../../../ops/bootstrap/settingsSchema.ts";
import { MICROSOFT_GRAPH } from "../../../sandbox/entra/microsoftApps.ts";

const text = readFileSync(new URL("../../../docs/bootstrap.md", import.meta.url), "utf8");

test("docs/bootstrap.md lists exactly the settings, with default and description", () => {
  const section = text.split("\n## Settings\n")[1]?.split("\n## ")[0] ?? "";
  const listed = [...section.matchAll(/^\| `(\w+)` \| (.*?)\| (.+) \|$/gm)].map(([, ...row]) =>
    row.map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
  );
  const settings = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined).data;
    return [name, typeof fallback === "string" ? fallback : "", schema.meta()?.description];
  });
  expect(listed).toEqual(settings);
});

test("the commands in docs/bootstrap.md grant the program's permissions", () => {
  for (const [name, id] of Object.entries(MICROSOFT_GRAPH.roles)) {
    expect(text).toMatch(new RegExp(`${id}\\) +# ${name.replaceAll(".", "\\.")}\n`));
  }
});
