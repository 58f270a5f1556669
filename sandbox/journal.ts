import type { KnownPlatform } from "../platforms/index.ts";

export type Cloud = "gitpod" | "ona" | "entra" | "azure";

/** What a call is about. */
export interface Subject extends Readonly<Partial<Record<KnownPlatform["placeId"], string>>> {
  readonly host?: string;
  readonly id?: string;
}

/** One call to the sandbox, without body, query and credentials. */
export interface JournalEntry extends Subject {
  /** Milliseconds since the Unix epoch, by the sandbox's clock. */
  readonly at: number;
  readonly cloud: Cloud;
  /** `CreateAuthProvider`, or method and path without ids: `POST /v1.0/applications/{id}/addPassword`. */
  readonly operation: string;
  /** Whether the operation changes anything in the cloud. */
  readonly write: boolean;
  /** False when a fault kept the operation from being carried out. */
  readonly handled: boolean;
  /** Status of the response; undefined when the connection was cut. */
  readonly status: number | undefined;
  readonly fault?: string;
}

/** All calls, in the order in which they ended. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** All calls so far, or those of one operation. */
  entries(operation?: string): readonly JournalEntry[] {
    return this.#entries.filter((entry) => operation === undefined || entry.operation === operation);
  }

  writes(cloud?: Cloud): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.write && (cloud === undefined || entry.cloud === cloud));
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Reports each call from now on. Returns a function that stops it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
