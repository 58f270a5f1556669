import type { Inputs } from "./schema.ts";

interface Claim {
  readonly place: string | undefined;
  /** Id of the integration that the resource has. */
  readonly id: string | undefined;
  /** The state had it already, and it is not being replaced. */
  readonly kept: boolean;
}

/** Where an integration stands: an organization has one for a host. */
export function placeOf({ organizationId, host }: Pick<Inputs, "organizationId" | "host">): string {
  return `${organizationId} ${host}`.toLowerCase();
}

/**
 * What the resources of the program are and have, as far as this run of the plugin has been told. It makes errors of what
 * would lose an integration. Nothing relies on it to be complete: another process, or a run with `--target`, knows less.
 */
export class Claims {
  readonly #byUrn = new Map<string, Claim>();

  /** Notes where a resource's integration is to stand. The engine has each checked first, and again to replace it. */
  claim(urn: string, place: string | undefined): void {
    this.#byUrn.set(urn, { place, id: undefined, kept: false });
  }

  /** Notes which integration the resource has: one that it keeps, or one that it has got in this run. */
  hold(urn: string, id: string, kept: boolean): void {
    this.#byUrn.set(urn, { place: this.#byUrn.get(urn)?.place, id, kept });
  }

  /** Whether the program of this run still has the resource. */
  has(urn: string): boolean {
    return this.#byUrn.has(urn);
  }

  /** The resource that has this integration: another than `urn`, or that itself where it keeps it. */
  holderOf(id: string, urn: string): string | undefined {
    return this.#find((claim, each) => claim.id === id && (each !== urn || claim.kept));
  }

  /** The other resource whose integration is to stand there. */
  claimantOf(place: string, urn: string): string | undefined {
    return this.#find((claim, each) => each !== urn && claim.place === place);
  }

  #find(test: (claim: Claim, urn: string) => boolean): string | undefined {
    return [...this.#byUrn].find(([urn, claim]) => test(claim, urn))?.[0];
  }
}
