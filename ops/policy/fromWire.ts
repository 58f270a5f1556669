import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { Secret, UNKNOWN } from "./rule.ts";

/** Converts unknowns and secrets in a value from the engine or @pulumi/policy to those that rules use. */
export function fromWire(value: unknown): unknown {
  if (value === rpc.unknownValue) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== "object" || value === null) return value;
  const plain = withoutProxy(value);
  if (plain[rpc.specialSigKey] === rpc.specialSecretSig) return new Secret(fromWire(plain.value));
  return Object.fromEntries(Object.entries(plain).map(([name, item]) => [name, fromWire(item)]));
}

/** @pulumi/policy wraps properties in a proxy that throws on unknown values. */
function withoutProxy(value: object): Readonly<Record<string, unknown>> {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value));
  return Object.fromEntries(descriptors.map(([name, descriptor]) => [name, descriptor.value]));
}
