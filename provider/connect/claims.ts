interface Claim {
  readonly place: string | undefined;
  /** Id of the integration that the resource has. */
  readonly id: string | undefined;
  /** In the state already, and not being replaced. */
  readonly kept: boolean;
}

/**
 * Which place and which integration each resource of the program has, as far as the engine has told this process. It turns
 * what would lose an integration into an error. No rule relies on it: another process, or a run with `--target`, knows less.
 */
export class Claims {
  readonly #byUrn = new Map<string, Claim>();

  /** Records the place of a resource's integration. The engine checks each resource first, and again to replace it. */
  claim(urn: string, place: string | undefined): void {
    this.#byUrn.set(urn, { place, id: undefined, kept: false });
  }

  /** Records the integration that a resource keeps, or has got in this run. */
  hold(urn: string, id: string, kept: boolean): void {
    this.#byUrn.set(urn, { place: this.#byUrn.get(urn)?.place, id, kept });
  }

  /** Records that a resource keeps its integration; if another one has it, that one is returned and nothing recorded. */
  keep(urn: string, id: string): string | undefined {
    const holder = this.holderOf(id, urn);
    if (holder !== undefined && holder !== urn) return holder;
    this.hold(urn, id, true);
    return undefined;
  }

  /** Whether the program of this run has the resource. */
  has(urn: string): boolean {
    return this.#byUrn.has(urn);
  }

  /** The place that a resource has in the program of this run. */
  placeOf(urn: string): string | undefined {
    return this.#byUrn.get(urn)?.place;
  }

  /** The resource of this run that has this integration, be it the successor of the one that asks. */
  anyHolderOf(id: string): string | undefined {
    return this.#find((claim) => claim.id === id);
  }

  /** The resource that has this integration: another one, or `urn` itself where it keeps it. */
  holderOf(id: string, urn: string): string | undefined {
    return this.#find((claim, each) => claim.id === id && (each !== urn || claim.kept));
  }

  /** The other resource with this place. */
  claimantOf(place: string, urn: string): string | undefined {
    return this.#find((claim, each) => each !== urn && claim.place === place);
  }

  /** The other resource with this place that has no integration yet. */
  undecidedAt(place: string, urn: string): string | undefined {
    return this.#find((claim, each) => each !== urn && claim.place === place && claim.id === undefined);
  }

  #find(test: (claim: Claim, urn: string) => boolean): string | undefined {
    return [...this.#byUrn].find(([urn, claim]) => test(claim, urn))?.[0];
  }
}

export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
