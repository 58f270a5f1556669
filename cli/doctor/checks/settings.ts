import { storageProblems } from "../../../stack/secretSettings.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES } from "../../../stack/settingsSchema.ts";
import { problemsIn } from "../../setup/settings.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";
import type { Project } from "../pulumiFacts.ts";

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
    const judges = judgesOf(await facts.project(), given);
    const problems = names.problems(
      values,
      found.filter(({ key }) => judges(settingOf(key))),
    );
    if (problems.length === 0) return [good("The settings of the stack are valid.")];
    return problems.map(({ key, message, fix }) =>
      bad(`${key} ${/[.?]$/.test(message) ? message : `${message}.`}`, fix),
    );
  },
};

/** Full name of the setting that a problem is about: of `p:owners` for `p:owners[0]`. */
function settingOf(key: string): string {
  return /^[^:]*:[\w-]*/.exec(key)?.[0] ?? key;
}

/**
 * The settings of which a project is told. The stack's program reads all. Any other reads the settings that its Pulumi.yaml
 * declares; if some of them are its own, it may do without what the stack's program needs of the providers.
 */
function judgesOf({ declared, runtime }: Project, given: readonly string[]): (key: string) => boolean {
  const isShared = (name: string) => SETTING_NAMES.some((each) => each === name);
  const declaresNone = declared.size === 0 && runtime === "nodejs";
  if (declaresNone || SETTING_NAMES.every((name) => declared.has(name))) return () => true;
  const hasOnlyShared = declared.size > 0 && [...declared].every(isShared);
  return (key) => {
    if (!key.startsWith(`${NAMESPACE}:`)) return hasOnlyShared || given.includes(key);
    const name = key.slice(NAMESPACE.length + 1);
    return declared.has(name) && isShared(name);
  };
}
