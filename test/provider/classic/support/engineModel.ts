import { Retry } from "../../../../provider/connect/retry.ts";
import type { TryCredentials } from "../../../../provider/entra/tokenEndpoint.ts";
import { gitpodProvider } from "../../../../provider/provider.ts";
import * as operations from "../../../../provider-kit/operations.ts";
import { Session } from "../../../../provider-kit/session.ts";
import { newProperties, type Properties, type PropertyValue, Secret } from "../../../../provider-kit/values.ts";
import { SimulatedClock } from "../../support/clock.ts";
import type { GitpodFake } from "./gitpodFake.ts";

const TYPE = "gitpod:index:AuthProvider";
const TARGET = { urn: `urn:pulumi:dev::project::${TYPE}::integration`, type: TYPE, timeout: 0 };

/** The program's settings of the integration. */
export interface Program {
  organizationId: string;
  host: string;
  clientId: string;
  clientSecret: string;
  tokenUrl: string;
  adoptExisting: boolean;
}

interface Resource extends operations.State {
  /** The last operation failed half-way: the engine calls for an update even when nothing differs. */
  readonly initErrors: boolean;
}

/** The process was killed, and the answer of its operation is lost. */
class Killed extends Error {}

/**
 * What the Pulumi engine does with one custom resource and keeps of it, as in `pkg/resource/deploy` (step.go,
 * step_generator.go) of https://github.com/pulumi/pulumi: a refresh takes the provider's inputs and clears initErrors;
 * an operation that failed half-way leaves all inputs of the program in the state, and outputs as the provider gave them.
 */
export class EngineModel {
  readonly clock = new SimulatedClock();
  readonly #gitpod: GitpodFake;
  readonly tryCredentials: TryCredentials;
  current: Resource | undefined;
  /** Replaced, and not deleted yet. */
  pendingDeletes: Resource[] = [];
  #deletedForReplacement = false;
  #killed = false;

  constructor(gitpod: GitpodFake, tryCredentials: TryCredentials) {
    this.#gitpod = gitpod;
    this.tryCredentials = tryCredentials;
  }

  /** `pulumi up`: the error that people see, or undefined. */
  up(program: Program, options: { refresh?: boolean; replace?: boolean } = {}): Promise<unknown> {
    return this.#run(async (session) => {
      if (options.refresh) await this.#refresh(session);
      await this.#deploy(session, program, options.replace ?? false);
      await this.#deletePending(session);
    });
  }

  refresh(): Promise<unknown> {
    return this.#run((session) => this.#refresh(session));
  }

  destroy(): Promise<unknown> {
    return this.#run(async (session) => {
      const { current } = this;
      if (current !== undefined && !this.#deletedForReplacement) {
        await this.#step(operations.remove(session, TARGET, current.id, current.properties, current.inputs));
      }
      this.current = undefined;
      this.#deletedForReplacement = false;
      await this.#deletePending(session);
    });
  }

  /** One run of the plugin. */
  async #run(work: (session: Session) => Promise<void>): Promise<unknown> {
    this.#killed = false;
    const retry = new Retry({ clock: this.clock, random: () => 0.5, maxRetries: 3 });
    const { tryCredentials } = this;
    const api = this.#gitpod.client(retry);
    const classic = { api, formerApi: () => undefined, retry, tryCredentials, gitpodHost: "gitpod.example.com" };
    const session = new Session(
      { ...gitpodProvider, connect: () => ({ classic }) },
      { environment: {}, clock: this.clock },
    );
    session.configure(newProperties([["host", "gitpod.example.com"]]));
    this.#gitpod.onCancel = () => session.cancel();
    this.#gitpod.onKill = () => {
      this.#killed = true;
      session.cancel();
    };
    return work(session).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  async #step<T>(operation: Promise<T>): Promise<T> {
    try {
      return await operation;
    } finally {
      // biome-ignore lint/correctness/noUnsafeFinally: the answer of a killed operation is lost.
      if (this.#killed) throw new Killed("killed");
    }
  }

  async #refresh(session: Session): Promise<void> {
    const live = async ({ id, properties, inputs, initErrors }: Resource): Promise<Resource | undefined> => {
      const state = await this.#step(operations.read(session, TARGET, id, properties, inputs));
      return state && { ...state, initErrors: initErrors && false };
    };
    if (this.current !== undefined && !this.#deletedForReplacement) this.current = await live(this.current);
    const pending: Resource[] = [];
    for (const each of this.pendingDeletes) pending.push(...[await live(each)].filter((found) => found !== undefined));
    this.pendingDeletes = pending;
  }

  async #deploy(session: Session, program: Program, replace: boolean): Promise<void> {
    const check = () => {
      const { inputs, failures } = operations.check(session, TARGET, inputsOf(program));
      if (failures.length > 0) throw new Error(`the model's program is wrong: ${failures[0]?.reason}`);
      return inputs;
    };
    const news = check();
    const old = this.current;
    if (old === undefined) return this.#create(session, news);
    // A forced replacement is not compared, and creates first.
    if (replace && !this.#deletedForReplacement) return this.#create(session, news, old);
    const { changes, deleteBeforeReplace } = operations.diff(session, TARGET, old.id, old.inputs, old.properties, news);
    if (this.#deletedForReplacement) return this.#create(session, news);
    if (changes.some((change) => change.replaces)) {
      check();
      if (!deleteBeforeReplace) return this.#create(session, news, old);
      await this.#step(operations.remove(session, TARGET, old.id, old.properties, old.inputs));
      this.#deletedForReplacement = true;
      return this.#create(session, news);
    }
    if (changes.length === 0 && !old.initErrors) return;
    const { id, inputs, properties } = old;
    await this.#keep(news, operations.update(session, TARGET, id, inputs, properties, news, false));
  }

  async #create(session: Session, news: Properties, replaced?: Resource): Promise<void> {
    await this.#keep(news, operations.create(session, TARGET, news, false), () => {
      this.#deletedForReplacement = false;
      if (replaced !== undefined) this.pendingDeletes.push(replaced);
    });
  }

  /** Writes the outcome of a creation or update into the state, even of one that failed, if it left something behind. */
  async #keep(inputs: Properties, operation: Promise<operations.State>, before = () => {}): Promise<void> {
    try {
      const state = await this.#step(operation);
      before();
      this.current = { ...state, inputs, initErrors: false };
    } catch (error) {
      if (!(error instanceof operations.PartialState)) throw error;
      before();
      this.current = { ...error.state, inputs, initErrors: true };
      throw error;
    }
  }

  async #deletePending(session: Session): Promise<void> {
    for (const each of [...this.pendingDeletes]) {
      await this.#step(operations.remove(session, TARGET, each.id, each.properties, each.inputs));
      this.pendingDeletes = this.pendingDeletes.filter((other) => other !== each);
    }
  }
}

function inputsOf({ clientSecret, ...plain }: Program): Properties {
  const authorizationUrl: PropertyValue = "https://login.example.com/authorize";
  return newProperties(Object.entries({ ...plain, authorizationUrl, clientSecret: new Secret(clientSecret) }));
}
