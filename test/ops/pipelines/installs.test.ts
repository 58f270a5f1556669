import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { documents } from "../operators/support/files.ts";
import { scriptsIn } from "./support/scripts.ts";

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

// D7: a job runs only what was reviewed.
describe("what a job installs", () => {
  test("has a checksum in the lock file for every platform", () => {
    const lock = JSON.parse(readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8"));
    const packages = Object.entries(lock.packages as Readonly<Record<string, Locked>>).filter(([path]) => path !== "");
    expect(packages.length).toBeGreaterThan(300);
    for (const [path, { integrity, link }] of packages) {
      expect({ path, integrity: link || integrity }).toEqual({ path, integrity: expect.stringMatching(/^sha512-/) });
    }
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test.each(["github", "azure", "gitlab"])(
    "runs no install script on %s, because those download files without a checksum",
    (folder) => {
      const installs = scriptsIn(folder).flatMap(
        ({ text }) => text.match(/npm (ci|i|install|add|exec)\b.*|npx .*/g) ?? [],
      );
      expect(installs.length).toBeGreaterThan(0);
      for (const install of installs) expect(install).toBe("npm ci --omit=dev --ignore-scripts");
    },
  );

  test("runs no install script in an operator, and installs nothing for developers", () => {
    const [stack] = documents("kubernetes/stack.yaml") as { spec: { envRefs: Readonly<Record<string, unknown>> } }[];
    expect(stack?.spec.envRefs.NPM_CONFIG_IGNORE_SCRIPTS).toEqual({ type: "Literal", literal: { value: "true" } });
    expect(stack?.spec.envRefs.NPM_CONFIG_OMIT).toEqual({ type: "Literal", literal: { value: "dev" } });
    const [program] = documents("deployments/Pulumi.yaml") as { resources: { settings: { properties: object } } }[];
    expect(program?.resources.settings.properties).toMatchObject({
      operationContext: { environmentVariables: { NPM_CONFIG_IGNORE_SCRIPTS: "true", NPM_CONFIG_OMIT: "dev" } },
    });
  });
});
