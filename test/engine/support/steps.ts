import fc from "fast-check";
import type { Fault, FaultOrder } from "../../../sandbox/index.ts";

/** What people, the program and bad luck do to an integration on the real engine. */
export type Step =
  | { readonly do: "set"; readonly setting: "host" | "tokenUrl"; readonly to: 0 | 1 }
  | { readonly do: "newSecret" | "earlierSecret" }
  | { readonly do: "fault"; readonly order: FaultOrder }
  | { readonly do: "run"; readonly command: readonly string[] }
  | { readonly do: "outside"; readonly change: OutsideChange };

export type OutsideChange = "deleted" | "clientId" | "tokenUrl" | "verified";

const METHODS = ["Create", "Get", "Update", "Delete"].map((verb) => `${verb}AuthProvider`);

const faults = fc.constantFrom<Fault>(
  { type: "reset" },
  { type: "reset", after: true },
  { type: "truncated" },
  { type: "status", status: 503 },
  { type: "status", status: 503, after: true },
  { type: "html", status: 502 },
  { type: "html", status: 200, after: true },
  { type: "unexpectedJson", after: true },
  { type: "rateLimit", retryAfter: "0.1" },
);
const orders = fc.record({
  operation: fc.constantFrom(...METHODS, "ListAuthProviders"),
  kind: faults,
  count: fc.constantFrom(1, 2, 20),
});
const runs = fc.constantFrom(["up"], ["up"], ["up", "--refresh"], ["refresh"]);
const changes = fc.constantFrom<OutsideChange>("deleted", "clientId", "tokenUrl", "verified");
const settings = fc.record({
  do: fc.constant("set"),
  setting: fc.constantFrom("host", "tokenUrl"),
  to: fc.constantFrom(0, 1),
});

export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("run"), command: runs }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("fault"), order: orders }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("newSecret", "newSecret", "earlierSecret") }) },
  { weight: 2, arbitrary: settings },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("outside"), change: changes }) },
);
