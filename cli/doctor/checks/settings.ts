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
    const problems = names.problems(values, [
      ...problemsIn(values, facts.env),
      ...storageProblems(given, new Set(secretKeys), describeSettings()),
    ]);
    if (problems.length === 0) return [good("The settings of the stack are valid.")];
    return problems.map(({ key, message, fix }) => bad(`${key} ${message}.`, fix));
  },
};
