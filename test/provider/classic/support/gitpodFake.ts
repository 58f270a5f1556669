import type {
  Integration,
  IntegrationApi,
  IntegrationChanges,
  NewIntegration,
} from "../../../../provider/classic/integrationApi.ts";
import { ApiError, type Handled, type Reason } from "../../../../provider/connect/errors.ts";
import type { CallContext, Repeatable, Retry } from "../../../../provider/connect/retry.ts";

export type Operation = "create" | "get" | "list" | "update" | "delete";

/** What goes wrong with one request. `done`: the work is carried out first, so that only its answer is lost. */
export type Fault =
  | { readonly kind: "lost" | "unreadable" | "cancel" | "kill"; readonly done: boolean }
  | { readonly kind: "unavailable" | "neverSent" | "late" }
  | { readonly kind: "rateLimit"; readonly seconds: number };

export interface Order {
  readonly operation: Operation | "any";
  readonly count: number;
  readonly fault: Fault;
}

export interface Stored extends Omit<Integration, "verified"> {
  readonly clientSecret: string;
  verified: boolean;
}

export function gitpodError(
  reason: Reason,
  message: string,
  handled: Handled = "no",
  transient = false,
  retryAfter?: number,
): ApiError {
  return new ApiError(message, { reason, code: reason, requestId: "req", handled, transient, retryAfter });
}

/** Gitpod's integrations with the rules of its API, in memory, with faults to order. */
export class GitpodFake {
  readonly providers = new Map<string, Stored>();
  orders: { -readonly [K in keyof Order]: Order[K] }[] = [];
  /** The token has lost its access. */
  denied = false;
  /** Requests that would change something. */
  writes = 0;
  onCancel: () => void = () => undefined;
  onKill: () => void = () => undefined;
  #late: (() => void)[] = [];
  #count = 0;

  /** The API as one run of the plugin sees it. */
  client(retry: Retry): IntegrationApi {
    const send = <T>(operation: Operation, repeatable: Repeatable, context: CallContext, work: () => T) =>
      retry.run(repeatable, context, async () => this.#request(operation, context, work));
    return {
      create: (given, context) => send("create", "ifNotHandled", context, () => this.create(given)),
      get: async (id, context) => send("get", "always", context, () => this.#find(id)),
      list: (organizationId, context) =>
        send("list", "always", context, () => this.all().filter((each) => each.organizationId === organizationId)),
      update: (id, changes, context) => send("update", "always", context, () => this.update(id, changes)),
      delete: (id, context) =>
        send("delete", "always", context, () => {
          this.writes++;
          this.providers.delete(id);
        }),
    };
  }

  all(): Stored[] {
    return [...this.providers.values()];
  }

  forHost(organizationId: string, host: string): Stored[] {
    return this.all().filter((each) => each.organizationId === organizationId && each.host === host);
  }

  create(given: NewIntegration): Integration {
    this.writes++;
    if (this.forHost(given.organizationId, given.host).length > 0) {
      throw gitpodError("alreadyExists", "Provider for this host already exists.");
    }
    const fixed = { type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS", settingsUrl: "", scopes: [], verified: false };
    const stored = { id: `id-${++this.#count}`, ...fixed, ...given };
    this.providers.set(stored.id, stored);
    return stored;
  }

  /** Compares what was sent with what is stored; any difference ends the verification. */
  update(id: string, changes: IntegrationChanges): Integration {
    this.writes++;
    const stored = this.#find(id);
    if (stored === undefined) throw gitpodError("notFound", "Provider not found.");
    const changed = Object.entries(changes).some(([name, value]) => stored[name as keyof Stored] !== value);
    const updated = { ...stored, ...changes, verified: changed ? false : stored.verified };
    this.providers.set(id, updated);
    return updated;
  }

  /** Ends all faults; what was still on its way arrives. */
  calm(): void {
    this.orders = [];
    this.denied = false;
    for (const work of this.#late.splice(0)) work();
  }

  #find(id: string): Stored | undefined {
    return this.providers.get(id);
  }

  #request<T>(operation: Operation, context: CallContext, work: () => T): T {
    context.signal.throwIfAborted();
    const fault = this.#take(operation);
    // An earlier request that is still on its way arrives after one more answer.
    const arriving = this.#late.splice(0);
    try {
      if (this.denied) throw gitpodError("forbidden", "You may not.");
      return fault === undefined ? work() : this.#fail(fault, operation, context, work);
    } finally {
      for (const late of arriving) late();
    }
  }

  #take(operation: Operation): Fault | undefined {
    const order = this.orders.find((each) => each.count > 0 && ["any", operation].includes(each.operation));
    if (order !== undefined) order.count--;
    return order?.fault;
  }

  #fail<T>(fault: Fault, operation: Operation, context: CallContext, work: () => T): never {
    if ("done" in fault && fault.done) work();
    switch (fault.kind) {
      case "lost":
        throw gitpodError("broken", "the connection broke: reset", "maybe", true);
      case "unreadable":
        throw gitpodError("unreadable", "the API's answer holds no integration", "maybe", false);
      case "unavailable":
        throw gitpodError("server", "upstream", "maybe", true);
      case "neverSent":
        throw gitpodError("unreachable", "the API cannot be reached: refused", "no", true);
      case "rateLimit":
        throw gitpodError("rateLimit", "rate limit exceeded", "no", true, fault.seconds * 1000);
      case "late":
        if (operation === "create") this.#late.push(() => attempt(work));
        throw gitpodError("timeout", "the API did not answer in time", "maybe", true);
      case "cancel":
        this.onCancel();
        context.signal.throwIfAborted();
        throw gitpodError("canceled", "cancelled");
      case "kill":
        this.onKill();
        throw new Error("killed");
    }
  }
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
