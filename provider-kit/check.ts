import type { z } from "zod";
import { nearest } from "./nearest.ts";
import { problemMessage, problemOf } from "./problem.ts";
import {
  asSecret,
  hasSecret,
  hasUnknown,
  newProperties,
  type Properties,
  type PropertyValue,
  withoutSecrets,
} from "./values.ts";

/** Why a property cannot be accepted. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What is wrong at one place of a property. */
export interface InputProblem {
  readonly path: readonly PropertyKey[];
  /** Follows the path: "must be a UUID". */
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/** The schema of one property; undefined for names that are not in the schema, prototype keys included. */
export function propertySchema(schema: z.ZodObject, name: string): z.ZodType | undefined {
  return Object.hasOwn(schema.shape, name) ? (schema.shape[name] as z.ZodType) : undefined;
}

/** The value with the secret mark it needs: because the schema asks for one or because it came with one. */
export function markSecret(
  schema: z.ZodObject,
  name: string,
  value: PropertyValue,
  like?: PropertyValue,
): PropertyValue {
  const secret = propertySchema(schema, name)?.meta()?.secret === true || (like !== undefined && hasSecret(like));
  return secret ? asSecret(value) : value;
}

/**
 * Checks properties one by one, so that each wrong one gets a failure of its own. Unknown values pass. Secret marks stay,
 * and properties that the schema marks secret get one. Defaults are filled in.
 */
export function checkProperties(schema: z.ZodObject, news: Properties): CheckResult {
  const { inputs, problems } = examine(schema, news);
  const failures = [...problems].map(([property, each]) => {
    return { property, reason: each.map(({ path, reason }) => `${path.join(".")} ${reason}`).join("; ") };
  });
  return { inputs, failures };
}

/** Every problem of properties that {@link checkProperties} would refuse. */
export function propertyProblems(schema: z.ZodObject, news: Properties): InputProblem[] {
  return [...examine(schema, news).problems.values()].flat();
}

/** The checked inputs, and the problems by property. */
function examine(schema: z.ZodObject, news: Properties) {
  const inputs = newProperties();
  const problems = new Map<string, readonly InputProblem[]>();
  for (const name of Object.keys(news).filter((each) => propertySchema(schema, each) === undefined)) {
    problems.set(name, [{ path: [name.slice(0, 60)], reason: unexpectedProperty(schema, name) }]);
  }
  for (const name of Object.keys(schema.shape)) {
    const given = news[name];
    if (given !== undefined && hasUnknown(given)) {
      inputs[name] = markSecret(schema, name, given, given);
      continue;
    }
    const result = parseProperty(schema, name, given);
    if (!result.success) problems.set(name, problemsOf(schema, name, result.error, given));
    else if (result.data !== undefined) inputs[name] = markSecret(schema, name, result.data as PropertyValue, given);
  }
  return { inputs, problems };
}

function parseProperty(schema: z.ZodObject, name: string, given: PropertyValue | undefined) {
  const property = propertySchema(schema, name) as z.ZodType;
  return property.safeParse(given === undefined ? undefined : withoutSecrets(given));
}

/** The value a property has when the program leaves it out. */
export function defaultOf(schema: z.ZodObject, name: string): PropertyValue | undefined {
  const result = parseProperty(schema, name, undefined);
  return result.success ? (result.data as PropertyValue | undefined) : undefined;
}

function problemsOf(
  schema: z.ZodObject,
  name: string,
  error: z.ZodError,
  given: PropertyValue | undefined,
): InputProblem[] {
  const { env, secret } = propertySchema(schema, name)?.meta() ?? {};
  if (given === undefined) {
    const elsewhere = env === undefined ? "" : `, nor is the environment variable ${[env].flat().join(" or ")}`;
    return [{ path: [name], reason: `is required and not set${elsewhere}` }];
  }
  // A suggestion may repeat the value. Those of properties that are always secret never do.
  const repeatable = secret === true || !hasSecret(given);
  return error.issues.map((issue) => ({
    path: [name, ...issue.path],
    reason: repeatable ? issue.message : problemOf(issue).reason,
  }));
}

function unexpectedProperty(schema: z.ZodObject, name: string): string {
  const names = Object.keys(schema.shape);
  const suggestion = nearest(name, names);
  const reason = `is not a property here${suggestion === undefined ? `; known are ${names.join(", ")}` : ""}`;
  return problemMessage({ reason, suggestion, basis: "guess" });
}
