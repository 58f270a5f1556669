import fc from "fast-check";
import type { Fault } from "../../../sandbox/index.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

/** What people, the program and bad luck do to an integration on the real engine. */
export type Step =
  | { readonly do: "set"; readonly setting: "host" | "changeable"; readonly to: 0 | 1 }
  | { readonly do: "newSecret" | "previousSecret" }
  | { readonly do: "fault"; readonly order: Order }
  | { readonly do: "run"; readonly command: readonly string[] }
  | { readonly do: "outside"; readonly change: OutsideChange };

/** A fault of a call by what that does. */
interface Order {
  readonly operation: keyof PlatformUnderTest["calls"];
  readonly count: number;
  readonly kind: Fault;
}

/** What somebody does with the integration: the secret, where the platform shows that it has changed. */
export type OutsideChange = "deleted" | "clientId" | "endpoint" | "secret" | "used";

const CALLS: readonly Order["operation"][] = ["create", "read", "update", "update", "delete", "list"];

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
  operation: fc.constantFrom(...CALLS),
  kind: faults,
  count: fc.constantFrom(1, 20),
});
const runs = fc.constantFrom(["up"], ["up"], ["up", "--refresh"], ["refresh"]);
const changes = fc.constantFrom<OutsideChange>("deleted", "clientId", "endpoint", "secret", "used");
const settings = fc.record({
  do: fc.constant("set"),
  setting: fc.constantFrom("host", "changeable"),
  to: fc.constantFrom(0, 1),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("run"), command: runs }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("fault"), order: orders }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("newSecret", "newSecret", "previousSecret") }) },
  { weight: 2, arbitrary: settings },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("outside"), change: changes }) },
);

/** Up to this many steps; half of the sequences begin with a deployed integration. */
export function sequences(longest: number): fc.Arbitrary<Step[]> {
  const rest = fc.array(step, { minLength: 2, maxLength: longest - 1 });
  return fc.tuple(fc.boolean(), step, rest).map(([begun, first, more]) => [begun ? up : first, ...more]);
}

const up: Step = { do: "run", command: ["up"] };
const lost = (operation: Order["operation"], count: number): Step => ({
  do: "fault",
  order: { operation, count, kind: { type: "reset", after: true } },
});

/** Sequences that an earlier version of the plugin did not survive; every run plays them. */
export const KNOWN: readonly (readonly Step[])[] = [
  [up, { do: "newSecret" }, lost("update", 20), up, { do: "previousSecret" }],
  [lost("create", 1), lost("list", 20), up, { do: "newSecret" }],
  [up, { do: "set", setting: "host", to: 1 }, lost("delete", 20), up, { do: "set", setting: "host", to: 0 }],
];
