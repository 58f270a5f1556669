import fc from "fast-check";
import type { Order } from "./gitpodFake.ts";

/** What people, the program and bad luck do to an integration. */
export type Action =
  | {
      readonly do: "set";
      readonly setting: "host" | "organizationId" | "clientId" | "clientSecret" | "tokenUrl";
      readonly to: number;
    }
  | { readonly do: "order"; readonly order: Order }
  | { readonly do: "up"; readonly refresh: boolean; readonly replace: boolean }
  | { readonly do: "refresh" | "destroy" | "denied" | "restored" | "activated" | "deletedByHand" | "urlChangedByHand" }
  | { readonly do: "credentialsChangedByHand" | "createdByHand" | "calm" }
  | { readonly do: "entraKnowsSecretLater"; readonly attempts: number };

const orders: fc.Arbitrary<Order> = fc
  .record({
    operation: fc.constantFrom("create", "get", "list", "update", "delete", "any"),
    count: fc.constantFrom(1, 2, 30, 30),
    fault: fc.oneof(
      fc.record({ kind: fc.constantFrom("lost", "unreadable", "cancel", "kill"), done: fc.boolean() }),
      fc.record({ kind: fc.constantFrom("unavailable", "neverSent", "late") }),
      fc.record({ kind: fc.constant("rateLimit"), seconds: fc.constantFrom(0, 0.532, 12, 600) }),
    ),
  })
  // A process killed in an update cannot report that the secret may already be the new one.
  .filter(({ operation, fault }) => fault.kind !== "kill" || !["update", "any"].includes(operation));

export const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("up"), refresh: fc.boolean(), replace: fc.nat(9).map((n) => n === 0) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("set"),
      setting: fc.constantFrom("host", "organizationId", "clientId", "clientSecret", "clientSecret", "tokenUrl"),
      to: fc.nat(2),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("order"), order: orders }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(["refresh", "destroy", "denied", "restored", "activated", "calm", "createdByHand"] as const),
        ...(["deletedByHand", "urlChangedByHand", "credentialsChangedByHand"] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("entraKnowsSecretLater"), attempts: fc.nat(20) }) },
);
