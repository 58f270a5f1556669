import type { Integration, ResourceName } from "../engine/stackExport.ts";

/** The latest deployment, refresh or destruction of a stack. */
export interface LastUpdate {
  /** Pulumi's word: update, refresh, destroy, import and others. */
  readonly kind: string;
  /** Pulumi's word: succeeded, failed, in-progress. */
  readonly result: string;
  /** When it ended, or began where it has not ended (RFC 3339, UTC). */
  readonly at: string;
}

/** A resource that somebody changed or deleted outside of Pulumi. */
export interface DriftedResource extends ResourceName {
  readonly deleted: boolean;
  /** Paths of the properties that differ. */
  readonly properties: readonly string[];
}

/** What the clouds say of a stack. */
export interface CloudView {
  readonly drifted: readonly DriftedResource[];
  /** Whether each integration is verified at this moment, by its name in the program. */
  readonly verified: ReadonlyMap<string, boolean>;
}

/** What was read of a stack, before it is judged. */
export interface StackReading {
  readonly stack: string;
  /** Undefined when there was none, or its state could not be read. */
  readonly lastUpdate: LastUpdate | undefined;
  /** Undefined when the state could not be read. */
  readonly integrations: readonly Integration[] | undefined;
  /** Undefined when the clouds could not be asked, or were not to be. */
  readonly clouds: CloudView | undefined;
  /** What could not be read, and why. */
  readonly error: string | undefined;
}

export interface SecretStatus {
  readonly issuedAt: string | undefined;
  readonly expiresAt: string;
  /** Whole days since it was issued. */
  readonly ageDays: number | undefined;
  /** Days until it ends, the last one counted as a whole; 0 or less when it has ended. */
  readonly daysLeft: number;
  /** Share of its life that is left, from 0 to 1; undefined where nobody knows when that began. */
  readonly share: number | undefined;
  /** The next deployment renews it. */
  readonly due: boolean;
}

export interface IntegrationStatus {
  /** Name of the resource in the program. */
  readonly name: string;
  /** Gitpod's id. */
  readonly id: string;
  readonly gitpodHost: string;
  readonly organizationId: string;
  readonly providerHost: string;
  readonly activationUrl: string;
  /** As Gitpod says; as the state has it where the clouds were not to be asked; undefined where they did not answer. */
  readonly verified: boolean | undefined;
  /** Gitpod has it no more. */
  readonly deleted: boolean;
  /** Undefined when the stack does not manage the client secret. */
  readonly secret: SecretStatus | undefined;
  /** Undefined when the clouds were not asked, or did not answer. */
  readonly drift: boolean | undefined;
}

/** Something to know about a stack. */
export interface Finding {
  readonly code:
    | "no-integration"
    | "not-activated"
    | "secret-ending"
    | "secret-ended"
    | "secret-due"
    | "drift"
    | "update-failed";
  /** Whether it waits for a person, rather than for the next deployment. */
  readonly needsPerson: boolean;
  /** Names of the integrations it is about; none where it is about the stack. */
  readonly integrations: readonly string[];
  /** What is the case, and what to do. */
  readonly message: string;
  /** Page to open for it. */
  readonly url?: string;
}

export interface StackStatus {
  readonly stack: string;
  readonly lastUpdate: LastUpdate | undefined;
  readonly integrations: readonly IntegrationStatus[];
  readonly drifted: readonly DriftedResource[];
  readonly findings: readonly Finding[];
  readonly error: string | undefined;
}

export interface Report {
  /** Milliseconds since the Unix epoch. */
  readonly readAt: number;
  /** Whether the clouds were to be asked. */
  readonly asked: boolean;
  readonly stacks: readonly StackStatus[];
}

export function needsPerson({ findings }: StackStatus): boolean {
  return findings.some((finding) => finding.needsPerson);
}
