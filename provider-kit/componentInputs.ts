import type * as Pulumi from "@pulumi/pulumi";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { type InputProblem, propertyProblems, propertySchema } from "./check.ts";
import type { ComponentDefinition } from "./component.ts";
import { OUTPUT_SIGNATURE, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWNS } from "./engineMarks.ts";
import { type Properties, Secret, UNKNOWN } from "./values.ts";

/** What is wrong with the inputs of a component. Unknown values pass, except those that must be known. */
export function inputProblems({ inputs: schema }: ComponentDefinition, news: Properties): InputProblem[] {
  const unknown = Object.entries(news).filter(([name, value]) => {
    return isPlain(schema, name) && (value instanceof Secret ? value.value : value) === UNKNOWN;
  });
  const reason = "must be known before the deployment: it cannot be an output of a resource that does not exist yet";
  return [...propertyProblems(schema, news), ...unknown.map(([name]) => ({ path: [name], reason }))];
}

/**
 * The inputs as a program in TypeScript would give them: plain values stay plain, secrets, unknown values and those that
 * depend on resources become outputs, where they are. So the component registers the same as in the program's process.
 */
export function componentInputs(pulumi: typeof Pulumi, component: ComponentDefinition, request: ConstructRequest) {
  const given = request.getInputs()?.toJavaScript() ?? {};
  const dependencies = request.getInputdependenciesMap();
  const inputs = Object.entries(given).map(([name, value]) => {
    // An output among the values names its own dependencies.
    const urns = containsOutput(value) ? [] : (dependencies.get(name)?.getUrnsList() ?? []);
    const convert = isPlain(component.inputs, name) ? plainInput : toInput;
    return [name, convert(pulumi, value, urns)] as const;
  });
  return Object.fromEntries(inputs.filter(([, value]) => value !== null));
}

function isPlain(schema: ComponentDefinition["inputs"], name: string): boolean {
  return propertySchema(schema, name)?.meta()?.plain === true;
}

type Json = { readonly [key: string]: unknown };
type Urns = readonly string[];

/** A value of the engine's wire as the SDK's input. */
function toInput(pulumi: typeof Pulumi, value: unknown, urns: Urns): unknown {
  if (isObject(value)) {
    const mark = marked(value, urns);
    if (mark === undefined) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toInput(pulumi, item, urns)]));
    }
    const output = asOutput(pulumi, mark.isKnown ? toInput(pulumi, mark.inner, []) : pulumi.unknown, mark.urns);
    return mark.isSecret ? pulumi.secret(output) : output;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => toInput(pulumi, item, []));
    return urns.length > 0 || containsOutput(value) ? asOutput(pulumi, items, urns) : items;
  }
  if (typeof value === "string" && UNKNOWNS.has(value)) return asOutput(pulumi, pulumi.unknown, urns);
  return urns.length > 0 ? asOutput(pulumi, value, urns) : value;
}

/** A value that is known itself; the items of a list may be outputs. */
function plainInput(pulumi: typeof Pulumi, value: unknown, urns: Urns): unknown {
  const mark = isObject(value) ? marked(value, urns) : undefined;
  if (mark === undefined) return Array.isArray(value) ? value.map((item) => toInput(pulumi, item, urns)) : value;
  const inner = plainInput(pulumi, mark.inner, mark.urns);
  return mark.isSecret && Array.isArray(inner) ? inner.map((item) => pulumi.secret(item)) : inner;
}

/** What the engine's mark around a value says; undefined if there is none. */
function marked(value: Json, urns: Urns) {
  const { [SIGNATURE_KEY]: signature, value: inner, secret, dependencies = [] } = value;
  if (signature === SECRET_SIGNATURE) return { inner, isKnown: true, isSecret: true, urns };
  if (signature !== OUTPUT_SIGNATURE) return undefined;
  return { inner, isKnown: "value" in value, isSecret: secret === true, urns: [...urns, ...(dependencies as Urns)] };
}

/** The value as an output that depends on these resources. */
function asOutput(pulumi: typeof Pulumi, value: unknown, urns: Urns): Pulumi.Output<unknown> {
  if (urns.length === 0) return pulumi.output(value);
  return pulumi.all(urns.map((urn) => new pulumi.DependencyResource(urn).urn)).apply(() => value);
}

function containsOutput(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsOutput);
  if (typeof value === "string") return UNKNOWNS.has(value);
  if (!isObject(value)) return false;
  return marked(value, []) !== undefined || Object.values(value).some(containsOutput);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
