import type { Integration, ResourceName, SecretDates } from "../engine/stackExport.ts";
import type { Named } from "../places/label.ts";
import type { StackTokenEnd } from "../places/tokenEnds.ts";

/** The latest deployment, refresh or destroy of a stack. */
export interface LastUpdate {
  /** Pulumi's word: update, refresh, destroy, import and others. */
  readonly kind: string;
  /** Pulumi's word: succeeded, failed, in-progress. */
  readonly result: string;
  /** When it ended, or, if it has not, when it began (RFC 3339, UTC). */
  readonly at: string;
}

/** A resource that was changed or deleted outside Pulumi. */
export interface DriftedResource extends ResourceName {
  readonly deleted: boolean;
  /** Paths of the properties that differ. */
  readonly properties: readonly string[];
}

/** What a refresh found about an integration. */
export type LiveIntegration = Pick<Integration, "verified" | "problems" | "refusedSince">;

/** What the clouds say about a stack. */
export interface CloudView {
  readonly drifted: readonly DriftedResource[];
  /** By the integration's name in the program. */
  readonly integrations: ReadonlyMap<string, LiveIntegration>;
}

/** What was read of a stack, before it is assessed. */
export interface StackReading {
  readonly stack: string;
  /** Undefined when there was none, or its state could not be read. */
  readonly lastUpdate: LastUpdate | undefined;
  /** Undefined when the state could not be read. */
  readonly integrations: readonly Named<Integration>[] | undefined;
  /** Undefined with --no-drift, or when the clouds could not be read. */
  readonly clouds: CloudView | undefined;
  /** When its tokens end, as far as the platforms tell; empty with --no-drift. */
  readonly tokenEnds: readonly StackTokenEnd[];
  /** What could not be read, and why. */
  readonly error: string | undefined;
}

export interface SecretStatus extends Pick<SecretDates, "issuedAt" | "expiresAt"> {
  /** Whole days since it was issued. */
  readonly ageDays: number | undefined;
  /** Days until it expires, rounded up; 0 or less when it has expired. */
  readonly daysLeft: number;
  /** Share of its lifetime that is left, from 0 to 1; undefined when it is not known when that began. */
  readonly share: number | undefined;
  /** The next deployment renews it. */
  readonly due: boolean;
  /** From when on a deployment renews it by age (RFC 3339, UTC); undefined when age does not matter. */
  readonly renewsAt: string | undefined;
  /** From when on it is reported that the secret ends (RFC 3339, UTC); undefined when its age renews it before. */
  readonly warnsAt: string | undefined;
}

export interface IntegrationStatus extends Omit<Named<Integration>, "verified" | "secret" | "resources"> {
  /** From the platform, or from the state with --no-drift; undefined when the clouds did not answer. */
  readonly verified: boolean | undefined;
  /** The platform no longer has it. */
  readonly deleted: boolean;
  /** Undefined when the stack does not manage the client secret. */
  readonly secret: SecretStatus | undefined;
  /** Undefined with --no-drift, or when the clouds did not answer. */
  readonly drift: boolean | undefined;
}

/** Who can act. */
export type Role = "owner" | "deployer" | "entra-administrator" | "runner-administrator" | "each-person" | "nobody";

/** Somebody who has to act. */
export interface Actor {
  readonly role: Role;
  /** "organization Acme": where the role is held, when it belongs to one place. */
  readonly place?: string;
}

export interface Finding {
  readonly code:
    | "no-integration"
    | "not-activated"
    | "not-valid"
    | "runner-unavailable"
    | "secret-ending"
    | "secret-ended"
    | "secret-refused"
    | "secret-due"
    | "token-ending"
    | "drift"
    | "update-failed";
  /** Who has to act first. "nobody": the next deployment is enough. */
  readonly who: Actor;
  /** Who has to act after that. */
  readonly afterwards?: Role;
  /** Names of the integrations concerned; empty for a finding about the stack. */
  readonly integrations: readonly string[];
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The page to open. */
  readonly url?: string;
}

export interface StackStatus extends Pick<StackReading, "stack" | "lastUpdate" | "tokenEnds" | "error"> {
  readonly integrations: readonly IntegrationStatus[];
  readonly drifted: readonly DriftedResource[];
  readonly findings: readonly Finding[];
}

export interface Report {
  /** Milliseconds since the Unix epoch. */
  readonly readAt: number;
  /** The clouds were asked; false with --no-drift. */
  readonly asked: boolean;
  readonly stacks: readonly StackStatus[];
}

export function needsPerson({ findings }: StackStatus): boolean {
  return findings.some(isForPerson);
}

export function isForPerson({ who }: Finding): boolean {
  return who.role !== "nobody";
}
