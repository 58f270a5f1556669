import { choose } from "../setup/prompts.ts";
import { UsageError } from "../shared/commandLine.ts";
import type { FoundIntegration } from "./platform.ts";

/**
 * The integration to take over: the wanted one, the only one, or the one that is chosen at a terminal.
 *
 * @param where names the organization or runner
 * @param attended questions can be asked
 * @throws UsageError that lists them, or Error where there is none
 */
export async function chooseIntegration(
  all: readonly FoundIntegration[],
  wanted: string | undefined,
  where: string,
  attended: boolean,
): Promise<FoundIntegration> {
  if (all.length === 0) {
    throw new Error(
      `${where} has no integration with Azure DevOps, so there is nothing to take over: \`pulumi up\` makes one`,
    );
  }
  const matching = all.filter(({ id, host }) => wanted === undefined || [id, host].includes(wanted.toLowerCase()));
  const [first] = matching;
  if (first !== undefined && matching.length === 1) return first;
  if (wanted === undefined && attended) {
    const choices = all.map((each) => ({ value: each.id, label: described(each) }));
    const chosen = await choose("Integration to take over", choices);
    return all.find(({ id }) => id === chosen) as FoundIntegration;
  }
  const problem =
    wanted === undefined
      ? `${where} has ${all.length} integrations with Azure DevOps: name one with --integration`
      : `--integration: ${matching.length === 0 ? "no integration" : "more than one integration"} of ${where} is ${wanted}`;
  throw new UsageError(`${problem}. It has ${all.map(described).join("; ")}`);
}

function described({ id, host, standing }: FoundIntegration): string {
  return `${host} (${id}, ${standing})`;
}
