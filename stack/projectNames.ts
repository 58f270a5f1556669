import { problemAt, type SettingProblem } from "./settingProblems.ts";
import type { SettingDescription } from "./settingsReader.ts";

/** Providers that read settings of their own. */
const PROVIDERS: readonly string[] = ["gitpod", "azuread", "azure-native"];

/** The project has a name that no project with these settings can have. */
export class ProjectNameError extends Error {
  override readonly name = "ProjectNameError";
}

/**
 * Translates full names of settings. In a stack their namespace is the project's name, which a copy of this repository may
 * change; the code always uses the same one. The two namespaces are swapped, so one translation goes both ways, and
 * a setting that still has the old namespace keeps apart from the project's own.
 */
export class ProjectNames {
  readonly #namespace: string;
  readonly #project: string;
  readonly #descriptions: readonly SettingDescription[];

  /**
   * @param namespace namespace of the settings in the code
   * @param project name of the project, as the engine knows it
   * @throws ProjectNameError when the project has the name of a provider that has settings of its own
   */
  constructor(namespace: string, project: string, descriptions: readonly SettingDescription[]) {
    if (PROVIDERS.includes(project)) {
      throw new ProjectNameError(
        `The project cannot be called ${project}: the settings ${project}:* are those of the ${project} provider. ` +
          `Choose another name in Pulumi.yaml, such as ${namespace}.`,
      );
    }
    this.#namespace = namespace;
    this.#project = project;
    this.#descriptions = descriptions;
  }

  key(key: string): string {
    const end = key.indexOf(":");
    return `${this.#swap(key.slice(0, end))}${key.slice(end)}`;
  }

  keys<Value>(settings: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
    return Object.fromEntries(Object.entries(settings).map(([key, value]) => [this.key(key), value]));
  }

  /** Translates the names in a text, such as a message or a command. */
  text(text: string): string {
    return text.replace(/([\w.-]+):(?=["a-z])/gi, (_, namespace) => `${this.#swap(namespace)}:`);
  }

  /**
   * Adds the settings that still have the old namespace to what else is wrong with a stack's settings, and translates all
   * for its people.
   *
   * @param config the stack's settings by their names in the code
   */
  problems(config: Readonly<Record<string, string>>, found: readonly SettingProblem[]): SettingProblem[] {
    const misplaced = Object.keys(config).filter((key) => this.#isMisplaced(key));
    const isMissing = (key: string) => misplaced.some((other) => key === this.key(other));
    const others = found.filter(({ key }) => !isMissing(key));
    return [...misplaced.map((key) => this.#misplacedProblem(key)), ...others].map(({ key, message, fix }) => ({
      key: this.text(key),
      message: this.text(message),
      fix: this.text(fix),
    }));
  }

  #isMisplaced(key: string): boolean {
    return this.#project !== this.#namespace && key.startsWith(`${this.#project}:`);
  }

  #misplacedProblem(key: string): SettingProblem {
    const right = this.key(key);
    const name = right.slice(this.#namespace.length + 1);
    const message = `is not read, because this project is called ${this.#project}: rename it to ${right} in Pulumi.<stack>.yaml, or set it anew`;
    const remove = `pulumi config rm ${key}`;
    if (!this.#descriptions.some((description) => description.name === name)) return { key, message, fix: remove };
    const given = { namespace: this.#namespace, descriptions: this.#descriptions, values: {} };
    const { fix } = problemAt(given, { path: [name], reason: message });
    return { key, message, fix: `${fix} && ${remove}` };
  }

  #swap(namespace: string): string {
    if (namespace === this.#project) return this.#namespace;
    return namespace === this.#namespace ? this.#project : namespace;
  }
}
