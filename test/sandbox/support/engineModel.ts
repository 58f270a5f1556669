import type * as Pb from "@pulumi/pulumi/proto/provider_pb.js";
import { newProperties, type Properties, type PropertyValue, UNKNOWN } from "../../../provider-kit/values.ts";
import type { Plugin } from "../../support/plugin.ts";
import type { Announced, Kind, Program } from "./recordedSteps.ts";

interface Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

type State = Map<Kind, Resource>;

/** What a command announced in its preview, and the error if it failed. */
export interface Outcome {
  readonly announced: readonly Announced[];
  readonly error: string | undefined;
}

const ORDER: readonly Kind[] = ["Application", "ServicePrincipal", "ApplicationPassword"];
const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const urnOf = (kind: Kind) => `urn:pulumi:dev::test::azuread:index/${lower(kind)}:${kind}::${lower(kind)}`;

/**
 * Calls a plugin in the engine's order for `up`, `refresh` and `destroy`: first a preview, then the real run. It handles one
 * resource at a time, while the engine handles independent ones in parallel.
 */
export class EngineModel {
  readonly #plugin: Plugin;
  #state: State = new Map();

  constructor(plugin: Plugin) {
    this.#plugin = plugin;
  }

  async up(program: Program, refresh: boolean): Promise<Outcome> {
    const announced: Announced[] = [];
    return this.#outcome(announced, async () => {
      const previewed = refresh ? await this.#refreshed(announced) : this.#state;
      const planned: State = new Map(previewed);
      for (const kind of ORDER) await this.#plan(kind, program, planned, announced);
      if (refresh) this.#state = await this.#refreshed();
      const replaced: [Kind, Resource][] = [];
      for (const kind of ORDER) await this.#deploy(kind, program, replaced);
      for (const [kind, { id, state }] of replaced) await this.#plugin.delete(urnOf(kind), id, state);
    });
  }

  async refresh(): Promise<Outcome> {
    return this.#outcome([], async () => {
      await this.#refreshed();
      this.#state = await this.#refreshed();
    });
  }

  async destroy(refresh: boolean): Promise<Outcome> {
    return this.#outcome([], async () => {
      if (refresh) {
        await this.#refreshed();
        this.#state = await this.#refreshed();
      }
      const leaves = await Promise.allSettled([this.#remove("ServicePrincipal"), this.#remove("ApplicationPassword")]);
      for (const leaf of leaves) if (leaf.status === "rejected") throw leaf.reason;
      await this.#remove("Application");
    });
  }

  async #outcome(announced: Announced[], run: () => Promise<void>): Promise<Outcome> {
    try {
      await run();
      return { announced, error: undefined };
    } catch (error) {
      return { announced, error: (error as Error).message };
    }
  }

  /** The refreshed state. Like the engine, it also asks for a diff of what was read. */
  async #refreshed(announced: Announced[] = []): Promise<State> {
    const found: State = new Map();
    for (const [kind, { id, inputs, state }] of this.#state) {
      announced.push({ op: "refresh", type: kind, differs: [] });
      const live = await this.#plugin.read(urnOf(kind), id, state, inputs);
      if (live.id === "") continue;
      const resource = { id: live.id, inputs: live.inputs, state: live.properties };
      found.set(kind, resource);
      await this.#plugin.diff(urnOf(kind), id, live.inputs, live.properties, inputs);
    }
    return found;
  }

  async #plan(kind: Kind, program: Program, planned: State, announced: Announced[]): Promise<void> {
    const news = await this.#check(kind, program, planned);
    if (news === undefined) return;
    const old = planned.get(kind);
    const unknown = { id: "", inputs: news, state: allUnknown(news) };
    if (old === undefined) {
      announced.push({ op: "create", type: kind, differs: [] });
      await this.#plugin.create(urnOf(kind), news, true);
      planned.set(kind, unknown);
      return;
    }
    const { differs, replaces } = await this.#diff(kind, old, news);
    if (differs.length === 0) return;
    announced.push({ op: replaces ? "replace" : "update", type: kind, differs });
    if (replaces) await this.#plugin.create(urnOf(kind), news, true);
    else await this.#plugin.update(urnOf(kind), old.id, old.inputs, old.state, news, true);
    planned.set(kind, replaces ? unknown : old);
  }

  async #deploy(kind: Kind, program: Program, replaced: [Kind, Resource][]): Promise<void> {
    const news = await this.#check(kind, program, this.#state);
    if (news === undefined) return;
    const old = this.#state.get(kind);
    const { differs, replaces } = old === undefined ? CREATION : await this.#diff(kind, old, news);
    if (old !== undefined && differs.length === 0) {
      this.#state.set(kind, { ...old, inputs: news });
    } else if (old === undefined || replaces) {
      const { id, properties } = await this.#plugin.create(urnOf(kind), news);
      this.#state.set(kind, { id, inputs: news, state: properties });
      if (old !== undefined) replaced.push([kind, old]);
    } else {
      const state = await this.#plugin.update(urnOf(kind), old.id, old.inputs, old.state, news);
      this.#state.set(kind, { id: old.id, inputs: news, state });
    }
  }

  async #diff(kind: Kind, { id, inputs, state }: Resource, news: Properties) {
    const response: Pb.DiffResponse = await this.#plugin.diff(urnOf(kind), id, inputs, state, news);
    const differs = [...response.getDetaileddiffMap().keys()].map(String).sort();
    return { differs, replaces: response.getReplacesList().length > 0 };
  }

  /** The checked inputs; undefined if the program does not have the resource. */
  async #check(kind: Kind, program: Program, state: State): Promise<Properties | undefined> {
    const news = inputsOf(kind, program, state.get("Application"));
    if (news === undefined) return undefined;
    const { inputs, failures } = await this.#plugin.check(urnOf(kind), news);
    if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures));
    return inputs;
  }

  async #remove(kind: Kind): Promise<void> {
    const resource = this.#state.get(kind);
    if (resource === undefined) return;
    await this.#plugin.delete(urnOf(kind), resource.id, resource.state);
    this.#state.delete(kind);
  }
}

const CREATION = { differs: [], replaces: false };

function inputsOf(kind: Kind, program: Program, application?: Resource): Properties | undefined {
  const given = { Application: program.application, ServicePrincipal: program.servicePrincipal };
  const own = { ...given, ApplicationPassword: program.password }[kind];
  if (own === undefined) return undefined;
  const known = { ...own } as Record<string, PropertyValue>;
  const id = application?.id || UNKNOWN;
  if (kind === "ServicePrincipal") known.clientId = application?.state.clientId ?? UNKNOWN;
  if (kind === "ApplicationPassword") known.applicationId = id;
  return newProperties(Object.entries(known));
}

function allUnknown(inputs: Properties): Properties {
  return newProperties([...Object.entries(inputs), ["clientId", UNKNOWN]]);
}
