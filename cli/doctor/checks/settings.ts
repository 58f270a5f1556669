import { storageProblems } from "../../../stack/secretSettings.ts";
import { describeSettings } from "../../../stack/settingsSchema.ts";
import { problemsIn } from "../../setup/settings.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

/** Everything that a deployment would say about the settings. */
export const settings: Check = {
  group: "Settings",
  name: "settings",
  async run(facts) {
    const { values, secretKeys, names } = await facts.config();
    const given = Object.keys(values).filter((key) => values[key] !== "");
    const found = [
      ...problemsIn(values, facts.env),
      ...storageProblems(given, new Set(secretKeys), describeSettings()),
    ];
    const { pluginPath } = await facts.project();
    // Only this repository's program has the settings that are known here. Any other has those of the provider.
    const isOurs = pluginPath !== undefined;
    const problems = isOurs
      ? names.problems(values, found)
      : found.filter(({ key }) => key.startsWith("gitpod:") && given.includes(key));
    if (problems.length === 0) return [good("The settings of the stack are valid.")];
    return problems.map(({ key, message, fix }) => bad(`${key} ${message}.`, fix));
  },
};
