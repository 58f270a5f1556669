import { ProviderError } from "../../provider-kit/errors.ts";
import type { Lifecycle, OperationContext, ResourceLog } from "../../provider-kit/resource.ts";
import { defaultHostOf, offerOf, redirectUriOf } from "./find.ts";
import { type Inputs, inputSchema, type Outputs } from "./runnerScmSchema.ts";
import type { OnaServices } from "./services.ts";

/** Reads what a runner says. There is nothing to update or delete. */
export class RunnerScmLifecycle implements Lifecycle<Inputs, Outputs> {
  readonly #services: OnaServices;

  constructor(services: OnaServices) {
    this.#services = services;
  }

  planned(log: ResourceLog): void {
    this.#services.warnOfMissingToken(log);
  }

  async create(inputs: Inputs, context: OperationContext): Promise<{ id: string; outputs: Outputs }> {
    return { id: `${inputs.runnerId}/${inputs.scmId}`, outputs: await this.#ask(inputs, context) };
  }

  async read(id: string, state: (Inputs & Outputs) | undefined, context: OperationContext) {
    const inputs = state ?? fromId(id);
    const { runnerId, scmId } = inputs;
    const outputs = await this.#ask(inputs, context).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (state === undefined || !(error instanceof ProviderError)) throw error;
      context.log.warn(`${error.message} What it said before is kept.`);
      return { redirectUri: state.redirectUri, defaultHost: state.defaultHost };
    });
    return { inputs: { runnerId, scmId }, outputs };
  }

  async update(_id: string, { redirectUri, defaultHost }: Inputs & Outputs): Promise<Outputs> {
    return { redirectUri, defaultHost };
  }

  async delete(): Promise<void> {}

  async #ask({ runnerId, scmId }: Inputs, context: OperationContext): Promise<Outputs> {
    const offer = await offerOf(this.#services.api, { runnerId, scmId }, context);
    if (offer === undefined) throw new ProviderError(`runner ${runnerId} does not offer ${scmId}: update the runner`);
    return { redirectUri: redirectUriOf(offer), defaultHost: defaultHostOf(offer) };
  }
}

function fromId(id: string): Inputs {
  const [runnerId, scmId] = id.split("/");
  const parsed = inputSchema.safeParse({ runnerId, scmId });
  if (parsed.success) return parsed.data;
  throw new ProviderError("the id must be <runner id>/azuredevops_entra or <runner id>/azuredevops_server");
}
