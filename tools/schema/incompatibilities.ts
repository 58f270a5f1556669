import type {
  ObjectSpec,
  PackageSchema,
  PropertySpec,
  ResourceSpec,
  TypeSpec,
} from "../../provider-kit/packageSchema.ts";

/** What programs that were written for an old package schema would stumble over in a new one, a line each. */
export function incompatibilities(old: PackageSchema, now: PackageSchema): string[] {
  const provider = inputChanges(inputsOf(old.provider), inputsOf(now.provider));
  return [
    ...(old.name === now.name ? [] : [`the package is called ${now.name}, no longer ${old.name}`]),
    ...prefixed("provider", provider),
    ...compareAll(old.resources, now.resources, "resource", resourceChanges),
    ...compareAll(old.functions, now.functions, "function", (before, after) => [
      ...inputChanges(before.inputs, after.inputs),
      ...outputChanges(before.outputs, after.outputs),
    ]),
    ...compareAll(old.types, now.types, "type", typeChanges),
  ];
}

type Properties = Partial<ObjectSpec>;
type Changes<Spec> = (before: Spec, after: Spec) => string[];

function compareAll<Spec>(
  old: Readonly<Record<string, Spec>> = {},
  now: Readonly<Record<string, Spec>> = {},
  kind: string,
  changes: Changes<Spec>,
): string[] {
  return Object.entries(old).flatMap(([token, before]) => {
    const after = now[token];
    return after === undefined ? [`${kind} ${token} is gone`] : prefixed(`${kind} ${token}`, changes(before, after));
  });
}

function prefixed(subject: string, changes: readonly string[]): string[] {
  return changes.map((change) => `${subject}: ${change}`);
}

function resourceChanges(before: ResourceSpec, after: ResourceSpec): string[] {
  const [listed, list] = [before.listInputs, after.listInputs];
  return [
    ...inputChanges(inputsOf(before), inputsOf(after)),
    ...outputChanges(before, after),
    ...(listed !== undefined && list === undefined ? ["can no longer be listed"] : []),
    ...(listed !== undefined && list !== undefined ? prefixed("list", inputChanges(listed, list)) : []),
  ];
}

function inputsOf({ inputProperties, requiredInputs }: ResourceSpec): ObjectSpec {
  return { properties: inputProperties, required: requiredInputs };
}

function inputChanges(before: Properties = {}, after: Properties = {}, kind = "input"): string[] {
  const required = (after.required ?? []).filter((name) => !(before.required ?? []).includes(name));
  return [
    ...propertyChanges(kind, before, after),
    ...required.map((name) => `${kind} ${name} is required and was not`),
  ];
}

function outputChanges(before: Properties, after: Properties): string[] {
  return [...propertyChanges("output", before, after), ...noLongerSet("output", before, after)];
}

/** A type may be that of an input and of an output. */
function typeChanges(before: TypeSpec, after: TypeSpec): string[] {
  const values = (before.enum ?? []).map(({ value }) => value);
  const left = new Set((after.enum ?? []).map(({ value }) => value));
  return [
    ...inputChanges(before, after, "property"),
    ...noLongerSet("property", before, after),
    ...values.filter((value) => !left.has(value)).map((value) => `value ${value} is gone`),
  ];
}

function noLongerSet(kind: string, before: Properties, after: Properties): string[] {
  const lost = (before.required ?? []).filter(
    (name) => name in (after.properties ?? {}) && !after.required?.includes(name),
  );
  return lost.map((name) => `${kind} ${name} may be unset and was always set`);
}

function propertyChanges(kind: string, before: Properties, after: Properties): string[] {
  return Object.entries(before.properties ?? {}).flatMap(([name, old]) => {
    const now = after.properties?.[name];
    if (now === undefined) return [`${kind} ${name} is gone`];
    const [was, is] = [typeText(old), typeText(now)];
    return [
      ...(was === is ? [] : [`${kind} ${name} has the type ${is}, and had ${was}`]),
      ...(old.secret && !now.secret ? [`${kind} ${name} is no longer secret`] : []),
    ];
  });
}

const ABOUT = new Set(["description", "secret", "willReplaceOnChanges", "deprecationMessage", "language"]);

/** All that says which values a property takes. */
function typeText(spec: PropertySpec): string {
  const parts = Object.entries(spec).filter(([key]) => !ABOUT.has(key));
  const only = parts.length === 1 ? parts[0]?.[1] : undefined;
  return typeof only === "string"
    ? only
    : JSON.stringify(Object.fromEntries(parts.sort(([a], [b]) => (a < b ? -1 : 1))));
}
