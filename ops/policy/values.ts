import { Secret } from "./rule.ts";

/** Any property may be missing, unknown, secret or of an unexpected type. */
type Properties = Readonly<Record<string, unknown>>;

export function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "unknown");
}

export function record(value: unknown): Properties {
  return typeof value === "object" && value !== null ? (value as Properties) : {};
}

export function records(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.map(record) : [];
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A value without the marks of secrets, so that a mark hides nothing from a rule. */
export function unmarked(value: unknown): unknown {
  if (value instanceof Secret) return unmarked(value.value);
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unmarked(item)]));
}
