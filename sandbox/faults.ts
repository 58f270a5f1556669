import type { Cloud } from "./journal.ts";

/** What goes wrong. With `after`, the operation is carried out first and only its answer is lost. */
export type Fault =
  | { readonly type: "delay"; readonly milliseconds: number }
  /** `retryAfter` is the header's value as it is: whole or fractional seconds, or an HTTP date. */
  | { readonly type: "rateLimit"; readonly retryAfter?: string | number }
  | { readonly type: "status"; readonly status: 403 | 500 | 502 | 503 | 504; readonly after?: boolean }
  | { readonly type: "reset"; readonly after?: boolean }
  /** The operation is carried out; the answer announces its full length and breaks off halfway. */
  | { readonly type: "truncated" }
  /** A proxy's HTML page instead of JSON. */
  | { readonly type: "html"; readonly status?: number; readonly after?: boolean }
  /** The operation is carried out; the answer arrives in `pieces`, with a pause of `milliseconds` before each. */
  | { readonly type: "drip"; readonly milliseconds: number; readonly pieces?: number }
  /** Valid JSON that does not fit the API's schema. */
  | { readonly type: "unexpectedJson"; readonly after?: boolean }
  /** The caller loses access with this call, for good. */
  | { readonly type: "accessRevoked" };

/** Which calls a fault hits. */
export interface FaultRule {
  /** As the journal names it; any operation when left out. */
  readonly operation?: string;
  readonly cloud?: Cloud;
  /** How many calls it hits: 1 when left out, `Infinity` for all. */
  readonly count?: number;
  /** How many matching calls to let through first. */
  readonly skip?: number;
  readonly kind: Fault;
}

/** A fault that waits for its calls. */
export class Injection {
  readonly rule: FaultRule;
  /** How many more calls it will hit. */
  remaining: number;
  #skip: number;

  constructor(rule: FaultRule) {
    this.rule = rule;
    this.remaining = rule.count ?? 1;
    this.#skip = rule.skip ?? 0;
  }

  cancel(): void {
    this.remaining = 0;
  }

  /** Whether the fault hits this call. Asking counts the call. */
  hits(cloud: Cloud, operation: string): boolean {
    if (this.remaining <= 0) return false;
    if (this.rule.cloud !== undefined && this.rule.cloud !== cloud) return false;
    if (this.rule.operation !== undefined && this.rule.operation !== operation) return false;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return false;
    }
    this.remaining -= 1;
    return true;
  }
}

/** `the next 3 calls of gitpod: rateLimit` */
export function describeInjection({ rule: { operation, cloud, kind }, remaining }: Injection): string {
  const several = remaining === Number.POSITIVE_INFINITY ? "all calls" : `the next ${remaining} calls`;
  const to = operation === undefined ? "" : ` to ${operation}`;
  const of = cloud === undefined ? "" : ` of ${cloud}`;
  return `${remaining === 1 ? "the next call" : several}${to}${of}: ${kind.type}`;
}

/** The injected faults. Each call gets the first one that matches. */
export class Faults {
  #injections: Injection[] = [];

  inject(rule: FaultRule): Injection {
    const injection = new Injection(rule);
    this.#injections.push(injection);
    return injection;
  }

  /** Rules that have not hit as many calls as they should. */
  pending(): readonly FaultRule[] {
    return this.active().map(({ rule }) => rule);
  }

  /** Those that have not hit as many calls as they should. */
  active(): readonly Injection[] {
    return this.#injections.filter(({ remaining }) => remaining > 0);
  }

  clear(): void {
    this.#injections = [];
  }

  /** The fault that hits this call; it counts as used. */
  take(cloud: Cloud, operation: string): Fault | undefined {
    return this.#injections.find((injection) => injection.hits(cloud, operation))?.rule.kind;
  }
}
