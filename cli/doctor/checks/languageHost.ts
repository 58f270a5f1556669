import { realpathSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import type { Check } from "../check.ts";
import { findExecutable, installedPlugins, shellPath } from "../executables.ts";
import { bad, good } from "../model.ts";
import { installPulumi } from "./pulumiCli.ts";

/** What runs the program for the engine. A CLI that was built from Go modules has none. */
export const languageHost: Check = {
  group: "Machine",
  name: "language-host",
  async run(facts) {
    const { runtime } = await facts.project();
    const { command } = await facts.cli();
    const name = `pulumi-language-${runtime}`;
    const cli = isAbsolute(command.command) ? command.command : findExecutable(command.command, shellPath(facts.env));
    const beside = cli === undefined ? [] : [dirname(cli), dirname(realpathSync(cli))];
    const found =
      findExecutable(name, [...shellPath(facts.env), ...beside]) ??
      installedPlugins(facts.env).find((each) => each.startsWith(`language-${runtime}-v`));
    if (found !== undefined) return [good(`The language host of ${runtime} is ${found}.`)];
    const message = `There is no language host of ${runtime} (${name}), which runs the program: use the regular installation of the Pulumi CLI.`;
    return [bad(message, installPulumi())];
  },
};
