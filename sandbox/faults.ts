import type { Cloud } from "./journal.ts";

/** What goes wrong. "After" means that the operation is carried out first, so that only its answer is lost. */
export type Fault =
  | { readonly type: "delay"; readonly milliseconds: number }
  /** `retryAfter` goes into the header as it is: whole or fractional seconds, or an HTTP date. */
  | { readonly type: "rateLimit"; readonly retryAfter?: string | number }
  | { readonly type: "status"; readonly status: 500 | 502 | 503 | 504; readonly after?: boolean }
  | { readonly type: "reset"; readonly after?: boolean }
  /** The work is done; the answer announces its whole length and breaks off half-way. */
  | { readonly type: "truncated" }
  /** A proxy's HTML page instead of JSON. */
  | { readonly type: "html"; readonly status?: number; readonly after?: boolean }
  /** The work is done; the answer arrives in `pieces` with a pause of `milliseconds` before each. */
  | { readonly type: "drip"; readonly milliseconds: number; readonly pieces?: number }
  /** Valid JSON that does not fit the API's schema. */
  | { readonly type: "unexpectedJson"; readonly after?: boolean }
  /** The caller's access ends with this call, and stays ended. */
  | { readonly type: "accessRevoked" };

export interface FaultOrder {
  /** As the journal names it; any operation when left out. */
  readonly operation?: string;
  readonly cloud?: Cloud;
  /** How many calls it hits; 1 when left out, `Infinity` for all. */
  readonly count?: number;
  /** How many matching calls pass unharmed first. */
  readonly skip?: number;
  readonly kind: Fault;
}

/** An order that was placed. */
export interface PlacedOrder {
  /** How often it will still strike. */
  readonly remaining: number;
  cancel(): void;
}

class Order implements PlacedOrder {
  readonly request: FaultOrder;
  remaining: number;
  #skip: number;

  constructor(request: FaultOrder) {
    this.request = request;
    this.remaining = request.count ?? 1;
    this.#skip = request.skip ?? 0;
  }

  cancel(): void {
    this.remaining = 0;
  }

  strikes(cloud: Cloud, operation: string): boolean {
    if (this.remaining <= 0) return false;
    if (this.request.cloud !== undefined && this.request.cloud !== cloud) return false;
    if (this.request.operation !== undefined && this.request.operation !== operation) return false;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return false;
    }
    this.remaining -= 1;
    return true;
  }
}

/** Trouble to order: each call takes the first order that matches it. */
export class Faults {
  #orders: Order[] = [];

  order(request: FaultOrder): PlacedOrder {
    const order = new Order(request);
    this.#orders.push(order);
    return order;
  }

  /** Orders that have not struck as often as they were asked to. */
  pending(): readonly FaultOrder[] {
    return this.#orders.filter((order) => order.remaining > 0).map((order) => order.request);
  }

  clear(): void {
    this.#orders = [];
  }

  /** The fault that hits this call, used up by asking. */
  take(cloud: Cloud, operation: string): Fault | undefined {
    return this.#orders.find((order) => order.strikes(cloud, operation))?.request.kind;
  }
}
