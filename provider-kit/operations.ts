import { type CheckResult, checkProperties, type Failure, markSecret } from "./check.ts";
import { type Change, diffInputs } from "./diff.ts";
import { PartialFailure } from "./errors.ts";
import type { OutputChange } from "./resource.ts";
import type { AnyResource, Session } from "./session.ts";
import {
  hasUnknown,
  newProperties,
  type Properties,
  type PropertyValue,
  plainProperties,
  sameValue,
  UNKNOWN,
} from "./values.ts";

/** The resource of an operation, as the engine names it. */
export interface Target {
  readonly urn: string;
  readonly type: string;
  /** Seconds the operation may take by the program's `customTimeouts`; 0 for no limit. */
  readonly timeout: number;
}

export interface ResourceDiff {
  readonly changes: readonly Change[];
  /** Outputs that need a change although no input changed. */
  readonly due: readonly OutputChange[];
  readonly deleteBeforeReplace: boolean;
}

export interface State {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** A creation or update that failed and left a resource behind. */
export class PartialState extends Error {
  readonly state: State;
  constructor(state: State, cause: PartialFailure) {
    super(cause.message, { cause });
    this.state = state;
  }
}

export function check(session: Session, target: Target, news: Properties): CheckResult {
  session.redactor.learn(news);
  session.registered.add(target.urn);
  const resource = session.resource(target.type);
  const { inputs, failures } = checkProperties(resource.inputs, news);
  const more =
    failures.length > 0 ? [] : session.knownLifecycle(resource)?.check?.(plainProperties(inputs), target.urn);
  return { inputs, failures: [...failures, ...(more ?? [])] };
}

/** What differs. Makes no call. Sends the resource's warning about it. */
export function diff(
  session: Session,
  target: Target,
  id: string,
  oldInputs: Properties,
  state: Properties,
  news: Properties,
): ResourceDiff {
  const resource = session.resource(target.type);
  session.redactor.learn(state);
  session.redactor.learn(news);
  const { changes, due: outputs, changed } = differences(session, resource, oldInputs, state, news);
  const replaces = changes.some((change) => change.replaces);
  const more = session.knownLifecycle(resource)?.diff?.(id, target.urn, plainProperties(state), replaces) ?? [];
  for (const { property } of more) changed.add(property);
  // A refresh looks for changes from outside; an output that is due is not one.
  const registered = session.registered.has(target.urn);
  const due = registered ? [...outputs.map((property) => ({ property, replaces: false })), ...more] : [];
  const known = { state: plainProperties(state), news: plainProperties(news) };
  const warning = resource.warning?.({ ...known, changed, clock: session.clock });
  if (warning !== undefined) session.log.forResource(target.urn)[warning.severity](warning.message);
  return { changes, due, deleteBeforeReplace: resource.deleteBeforeReplace?.(changed) ?? false };
}

/** Lets a bridged resource call its API before an operation. */
export async function plan(session: Session, target: Target, state: Properties | undefined, news: Properties) {
  const { bridged } = session.resource(target.type);
  if (bridged?.plan === undefined) return;
  const plain = { state: state && plainProperties(state), news: plainProperties(news) };
  await bridged.plan(session.services(), plain, session.context(target.urn, target.timeout));
}

function differences(
  session: Session,
  resource: AnyResource,
  oldInputs: Properties,
  state: Properties,
  news: Properties,
) {
  const changes = resource.bridged?.changes(state, news) ?? inputChanges(resource, oldInputs, state, news);
  const due = resource.due?.(plainProperties(state), plainProperties(news), session.clock) ?? [];
  return { changes, due, changed: new Set([...changes.map(({ property }) => property), ...due]) };
}

/** What the API fills in stays as it is when the program leaves it out, or says the same. */
function inputChanges(resource: AnyResource, oldInputs: Properties, state: Properties, news: Properties): Change[] {
  return diffInputs(resource.inputs, oldInputs, news).filter(({ property, kind }) => {
    if (!Object.hasOwn(resource.outputs.shape, property)) return true;
    const before = state[property];
    const now = news[property];
    if (kind === "add" && before !== undefined && now !== undefined) return !sameValue(before, now);
    return kind !== "delete";
  });
}

export async function create(session: Session, target: Target, news: Properties, preview: boolean): Promise<State> {
  const resource = session.resource(target.type);
  session.redactor.learn(news);
  await plan(session, target, undefined, news);
  if (preview) {
    session.knownLifecycle(resource)?.planned?.(session.log.forResource(target.urn));
    const outputs = previewOutputs(resource, news, undefined, new Set(Object.keys(news)));
    return { id: "", inputs: news, properties: stateOf(resource, news, outputs) };
  }
  const context = session.context(target.urn, target.timeout);
  try {
    const { id, outputs } = await session.lifecycle(resource).create(plainProperties(news), context);
    return { id, inputs: news, properties: stateOf(resource, news, outputs as Properties) };
  } catch (error) {
    throw asPartial(error, resource, news);
  }
}

/** The live resource; undefined when it is gone. State and inputs are empty for an import. */
export async function read(
  session: Session,
  target: Target,
  id: string,
  oldState: Properties,
  oldInputs: Properties,
): Promise<State | undefined> {
  const resource = session.resource(target.type);
  session.redactor.learn(oldState);
  session.redactor.learn(oldInputs);
  const context = session.context(target.urn, target.timeout);
  const known = Object.keys(oldState).length > 0 ? plainProperties(oldState) : undefined;
  const live = await session.lifecycle(resource).read(id, known, context, plainProperties(oldInputs));
  if (live === undefined) return undefined;
  // After an operation that failed half-way the engine keeps all inputs; only the state says which were applied.
  const applied = (name: string) => known === undefined || oldState[name] !== undefined;
  const inputs = newProperties(Object.entries(oldInputs).filter(([name]) => applied(name)));
  // A bridged provider adds no inputs that the program never set.
  const given = (name: string) => resource.bridged === undefined || known === undefined || name in oldInputs;
  for (const [name, value] of defined(live.inputs as Properties).filter(([name]) => given(name))) {
    inputs[name] = markSecret(resource.inputs, name, value, oldInputs[name] ?? oldState[name]);
  }
  return { id, inputs, properties: stateOf(resource, inputs, live.outputs as Properties) };
}

export async function update(
  session: Session,
  target: Target,
  id: string,
  oldInputs: Properties,
  oldState: Properties,
  news: Properties,
  preview: boolean,
): Promise<State> {
  const resource = session.resource(target.type);
  session.redactor.learn(oldState);
  session.redactor.learn(news);
  await plan(session, target, oldState, news);
  const old = plainProperties(oldState);
  if (preview) {
    session.knownLifecycle(resource)?.planned?.(session.log.forResource(target.urn));
    const { changed } = differences(session, resource, oldInputs, oldState, news);
    return { id, inputs: news, properties: stateOf(resource, news, previewOutputs(resource, news, old, changed)) };
  }
  const context = session.context(target.urn, target.timeout);
  try {
    const outputs = await session.lifecycle(resource).update(id, old, plainProperties(news), context);
    return { id, inputs: news, properties: stateOf(resource, news, outputs as Properties) };
  } catch (error) {
    throw asPartial(error, resource, news);
  }
}

export async function remove(
  session: Session,
  target: Target,
  id: string,
  state: Properties,
  inputs: Properties,
): Promise<void> {
  const resource = session.resource(target.type);
  session.redactor.learn(state);
  const context = session.context(target.urn, target.timeout);
  await session.lifecycle(resource).delete(id, plainProperties(state), context, plainProperties(inputs));
}

function previewOutputs(
  resource: AnyResource,
  news: Properties,
  old: Properties | undefined,
  changed: ReadonlySet<string>,
): Properties {
  const known = (resource.preview?.({ news: plainProperties(news), old, changed }) ?? {}) as Properties;
  const outputs = newProperties();
  for (const name of Object.keys(resource.outputs.shape)) outputs[name] = known[name] ?? old?.[name] ?? UNKNOWN;
  return outputs;
}

/** The state of a resource: its inputs as given, and its outputs with the schema's secret marks. */
function stateOf(resource: AnyResource, inputs: Properties, outputs: Properties): Properties {
  const state = newProperties();
  for (const [name, value] of Object.entries(inputs)) state[name] = markSecret(resource.inputs, name, value, value);
  for (const [name, value] of defined(outputs)) state[name] = markSecret(resource.outputs, name, value, inputs[name]);
  return state;
}

function defined(properties: { [key: string]: PropertyValue | undefined }): [string, PropertyValue][] {
  return Object.entries(properties).filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined);
}

function asPartial(error: unknown, resource: AnyResource, news: Properties): unknown {
  if (!(error instanceof PartialFailure)) return error;
  const inputs = newProperties(Object.entries(news).filter(([name]) => !Object.hasOwn(error.unapplied, name)));
  for (const [name, value] of defined(error.unapplied as { [key: string]: PropertyValue | undefined })) {
    inputs[name] = markSecret(resource.inputs, name, value, news[name]);
  }
  const properties = stateOf(resource, inputs, error.outputs as Properties);
  return new PartialState({ id: error.id, inputs, properties }, error);
}

/** Calls a function. Wrong arguments are returned as failures. With an unknown one, as in a preview, the result is unknown. */
export async function invoke(
  session: Session,
  token: string,
  args: Properties,
): Promise<{ result: Properties; failures: readonly Failure[] }> {
  const definition = session.function(token);
  session.redactor.learn(args);
  const checked = checkProperties(definition.inputs, args);
  if (checked.failures.length > 0) return { result: newProperties(), failures: checked.failures };
  const { inputs, outputs } = definition;
  if (hasUnknown(checked.inputs)) {
    return { result: newProperties(Object.keys(outputs.shape).map((name) => [name, UNKNOWN])), failures: [] };
  }
  const plain = inputs.parse(plainProperties(checked.inputs));
  const found = await definition.run(session.services(), plain, session.context("", 0));
  const result = newProperties();
  for (const [name, value] of defined(found as Properties)) result[name] = markSecret(outputs, name, value);
  return { result, failures: [] };
}
