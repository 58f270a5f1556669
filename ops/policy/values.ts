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
