export type Cloud = "gitpod" | "entra" | "azure";

/** One call that reached the sandbox. Holds no body, no query and no credential. */
export interface JournalEntry {
  /** Milliseconds since the Unix epoch, by the sandbox's clock. */
  readonly at: number;
  readonly cloud: Cloud;
  /** `CreateAuthProvider`, or method and path with the ids taken out: `POST /v1.0/applications/{id}/addPassword`. */
  readonly operation: string;
  /** Whether the operation changes what Gitpod or the directory holds. */
  readonly write: boolean;
  /** Whether the operation was carried out as far as it would go; false when a fault came first. */
  readonly handled: boolean;
  /** What the caller was answered; undefined when the connection was cut instead. */
  readonly status: number | undefined;
  readonly fault?: string;
  readonly organizationId?: string;
  readonly host?: string;
  readonly id?: string;
}

/** Every call, in the order in which they ended. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** The calls so far, or those of one operation. */
  entries(operation?: string): readonly JournalEntry[] {
    return this.#entries.filter((entry) => operation === undefined || entry.operation === operation);
  }

  writes(cloud?: Cloud): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.write && (cloud === undefined || entry.cloud === cloud));
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Calls the listener with each call from now on, until the returned function is called. */
  onEntry(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
