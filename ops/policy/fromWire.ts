import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { Secret, UNKNOWN } from "./rule.ts";

/** A value as the engine sends it, or as @pulumi/policy passes it on, with unknowns and secrets as rules know them. */
export function fromWire(value: unknown): unknown {
  if (value === rpc.unknownValue) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  const plain = withoutProxy(value);
  if (plain[rpc.specialSigKey] === rpc.specialSecretSig) return new Secret(fromWire(plain.value));
  return Object.fromEntries(Object.entries(plain).map(([name, item]) => [name, fromWire(item)]));
}

/** @pulumi/policy wraps properties in a proxy, which throws when it is asked for an unknown value. */
function withoutProxy(value: object): Readonly<Record<string, unknown>> {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value));
  return Object.fromEntries(descriptors.map(([name, descriptor]) => [name, descriptor.value]));
}
