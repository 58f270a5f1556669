import { randomUUID } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";
import type { Runner } from "./runners.ts";
import type { SignIns } from "./signIns.ts";

export interface StoredOAuth {
  readonly clientId: string;
  readonly encryptedClientSecret: Uint8Array<ArrayBuffer>;
  readonly issuerUrl: string;
}

/** An integration as Ona stores it. */
export interface StoredScmIntegration {
  readonly id: string;
  readonly runnerId: string;
  readonly scmId: string;
  readonly host: string;
  readonly oauth?: StoredOAuth | undefined;
  readonly pat: boolean;
  readonly virtualDirectory?: string | undefined;
}

export type NewScmIntegration = Omit<StoredScmIntegration, "id">;

/** What may change: its place may not. */
export type ScmIntegrationChange = Partial<Pick<StoredScmIntegration, "oauth" | "pat" | "virtualDirectory">>;

export interface ScmIntegrationsOptions {
  readonly clock: Clock;
  readonly signIns: SignIns;
  /** How long reads do not show what was just written, in milliseconds. */
  readonly readLag: number;
  /** Whether one runner may have more than one integration for the same `scmId` and host. */
  readonly duplicates: "refused" | "allowed";
}

interface Version {
  readonly at: number;
  /** Undefined: deleted. */
  readonly integration: StoredScmIntegration | undefined;
}

/** The integrations of all runners. Writes see everything at once, reads of the API as late as the lag says. */
export class ScmIntegrations {
  /** All versions of each integration, the latest last. */
  readonly #versions = new Map<string, Version[]>();
  readonly #inherited: StoredScmIntegration[] = [];
  readonly #options: ScmIntegrationsOptions;
  readLag: number;

  constructor(options: ScmIntegrationsOptions) {
    this.#options = options;
    this.readLag = options.readLag;
  }

  list(runnerId?: string): readonly StoredScmIntegration[] {
    return this.#select(Number.POSITIVE_INFINITY).filter(
      (each) => runnerId === undefined || each.runnerId === runnerId,
    );
  }

  get(id: string): StoredScmIntegration | undefined {
    return this.#versions.get(id)?.at(-1)?.integration;
  }

  /** Adds an integration of a runner manager, which every runner under it inherits. */
  addInherited(runnerManagerId: string, entry: Omit<NewScmIntegration, "runnerId">): StoredScmIntegration {
    const integration = { ...entry, id: randomUUID(), runnerId: runnerManagerId };
    this.#inherited.push(integration);
    return integration;
  }

  /** What a runner inherits: listed as its own, but not found by id. */
  inheritedBy({ id, runnerManagerId }: Pick<Runner, "id" | "runnerManagerId">): readonly StoredScmIntegration[] {
    return this.#inherited
      .filter(({ runnerId }) => runnerId === runnerManagerId)
      .map((integration) => ({ ...integration, runnerId: id }));
  }

  /** What the API's reads show. */
  visible(): readonly StoredScmIntegration[] {
    return this.#select(this.#options.clock.now() - this.readLag);
  }

  create(entry: NewScmIntegration): StoredScmIntegration {
    if (this.#options.duplicates === "refused" && this.list(entry.runnerId).some((each) => isSamePlace(each, entry))) {
      throw new ConnectError("an SCM integration for this host already exists on the runner", Code.AlreadyExists);
    }
    return this.#store({ ...entry, id: randomUUID() });
  }

  /** Removing OAuth or personal access tokens deletes what people had stored with them. */
  update(id: string, change: ScmIntegrationChange): StoredScmIntegration {
    const { signIns } = this.#options;
    const existing = this.get(id);
    if (existing === undefined) throw new Error(`there is no integration ${id}`);
    const integration = { ...existing, ...change };
    if (existing.oauth !== undefined && integration.oauth === undefined) signIns.removeAll("oauth", existing);
    if (existing.pat && !integration.pat) signIns.removeAll("pat", existing);
    return this.#store(integration);
  }

  /** Removes an integration and everyone's sign-ins with it. */
  remove(id: string): void {
    const { clock, signIns } = this.#options;
    const existing = this.get(id);
    if (existing === undefined) return;
    for (const kind of ["oauth", "pat"] as const) signIns.removeAll(kind, existing);
    this.#versions.get(id)?.push({ at: clock.now(), integration: undefined });
  }

  #store(integration: StoredScmIntegration): StoredScmIntegration {
    const version = { at: this.#options.clock.now(), integration };
    const versions = this.#versions.get(integration.id);
    if (versions === undefined) this.#versions.set(integration.id, [version]);
    else versions.push(version);
    return integration;
  }

  /** The integrations as they were at that time. */
  #select(time: number): readonly StoredScmIntegration[] {
    return [...this.#versions.values()]
      .map((versions) => versions.findLast(({ at }) => at <= time)?.integration)
      .filter((integration) => integration !== undefined);
  }
}

function isSamePlace(a: NewScmIntegration, b: NewScmIntegration): boolean {
  return a.runnerId === b.runnerId && a.scmId === b.scmId && a.host.toLowerCase() === b.host.toLowerCase();
}
