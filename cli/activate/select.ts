import { nameOfEntry } from "../../stack/integrationsSetting.ts";
import type { Integration } from "../engine/stackExport.ts";
import { type Named, placeLabel } from "../places/label.ts";
import { UsageError } from "../shared/commandLine.ts";

export class NothingToActivate extends Error {
  override readonly name = "NothingToActivate";

  constructor(stack: string) {
    super(`the stack ${stack} has no integration yet: deploy it with \`pulumi up --stack ${stack}\` first`);
  }
}

/**
 * The integration to activate.
 *
 * @param wanted its name in the setting `integrations` or in the program, its id or its host, or the name or id of its
 * organization or runner; optional when the stack has only one
 * @throws UsageError that lists the integrations, when not exactly one matches
 */
export function selectIntegration(
  integrations: readonly Named<Integration>[],
  stack: string,
  wanted?: string,
): Named<Integration> {
  if (integrations.length === 0) throw new NothingToActivate(stack);
  const matching = integrations.filter(
    ({ name, id, providerHost, place, placeName }) =>
      wanted === undefined ||
      [name, id, providerHost, place, placeName].includes(wanted) ||
      name === `${nameOfEntry(wanted)}-integration`,
  );
  const [first] = matching;
  if (first !== undefined && matching.length === 1) return first;
  const problem =
    wanted === undefined
      ? `the stack ${stack} has ${integrations.length} integrations: name one with --integration`
      : `${matching.length === 0 ? "no integration" : "more than one integration"} of the stack ${stack} matches ${wanted}`;
  throw new UsageError(`${problem}. It has ${integrations.map(describe).join(", ")}.`);
}

function describe({ name, platform, providerHost, ...placed }: Named<Integration>): string {
  return `${name} (${providerHost} ${platform.placeWords} ${placeLabel(placed)})`;
}
