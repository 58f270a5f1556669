import { choose } from "../setup/prompts.ts";
import { UsageError } from "../shared/commandLine.ts";
import { plain } from "../shared/text.ts";
import type { FoundIntegration } from "./platform.ts";

/** Which integration to take over. */
export interface Wish {
  /** Id or host, by a flag. It counts more than the host. */
  readonly named: string | undefined;
  /** Host that the stack sets. Empty or undefined: any. */
  readonly host: string | undefined;
}

/**
 * The integration to take over: the wanted one, the only one, or the one that is chosen at a terminal.
 *
 * @param where names the organization or runner
 * @param attended questions can be asked
 * @throws UsageError that lists them, or Error where there is none
 */
export async function chooseIntegration(
  all: readonly FoundIntegration[],
  wish: Wish,
  where: string,
  attended: boolean,
): Promise<FoundIntegration> {
  if (all.length === 0) {
    throw new Error(
      `${where} has no integration with Azure DevOps, so there is nothing to take over: \`pulumi up\` makes one`,
    );
  }
  const matching = all.filter((each) => isWanted(each, wish));
  const [first] = matching;
  if (first !== undefined && matching.length === 1) return first;
  if (first !== undefined && wish.named === undefined && attended) {
    const choices = matching.map((each) => ({ value: each.id, label: described(each) }));
    const chosen = await choose("Integration to take over", choices);
    return matching.find(({ id }) => id === chosen) as FoundIntegration;
  }
  throw new UsageError(`${problemWith(matching.length, wish, where)}. It has ${all.map(described).join("; ")}`);
}

function isWanted({ id, host }: FoundIntegration, wish: Wish): boolean {
  if (wish.named !== undefined) return [id, host].includes(wish.named.toLowerCase());
  return !wish.host || host === wish.host.toLowerCase();
}

function problemWith(count: number, { named, host }: Wish, where: string): string {
  if (named !== undefined) {
    return `--integration: ${count === 0 ? "no integration" : "more than one integration"} of ${where} is ${named}`;
  }
  return count === 0
    ? `${where} has no integration for ${host}, which the stack sets as providerHost: name another one with --integration`
    : `${where} has ${count} integrations with Azure DevOps: name one with --integration`;
}

function described({ id, host, standing }: FoundIntegration): string {
  return `${plain(host)} (${plain(id)}, ${standing})`;
}
