import { errorMessage, PartialFailure, ProviderError } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import { heldByAnother } from "../connect/claimErrors.ts";
import type { Claims } from "../connect/claims.ts";
import { createOrFind } from "../connect/createOrFind.ts";
import { calls } from "../connect/retry.ts";
import { proveCredentials } from "../entra/credentialProof.ts";
import { conflict, explain, otherType } from "./explain.ts";
import { deleteById, standingAt } from "./find.ts";
import type { Integration } from "./integrationApi.ts";
import { AZURE_DEVOPS_TYPE, toChanges, toNewIntegration, toOutputs } from "./mapping.ts";
import type { Inputs, Outputs } from "./schema.ts";
import type { IntegrationServices } from "./services.ts";

export interface Creation {
  readonly services: IntegrationServices;
  readonly claims: Claims;
  readonly inputs: Inputs;
  readonly context: OperationContext;
  /** The organization's integrations; up to a minute old unless `fresh`. */
  list(fresh: boolean): Promise<readonly Integration[]>;
}

/**
 * Creates the integration. An existing one with the same app is deleted and created again with a new id: another entry of a
 * state may have the old id, and its deletion, in whichever run or process, must not find the new integration. An existing one
 * with another app gets our credentials and keeps its id: entries with the former client id leave it alone.
 */
export async function create(creation: Creation): Promise<Integration> {
  const { services, inputs, context } = creation;
  const former = await findFormer(creation, false);
  const refusal = former && whyItStays(creation, former);
  if (refusal !== undefined) throw refusal;
  await proveCredentials(inputs, services.tryCredentials, context);
  if (former === undefined) return createNew(creation);
  if (former.clientId !== inputs.clientId) return update(creation, former);
  context.log.warn(
    `integration ${former.id} for ${inputs.host} is deleted and created again: an organization owner has to activate the new one`,
  );
  await deleteById(services.api, former.id, inputs, context);
  return createNew(creation).catch((error: unknown) => {
    throw withoutFormer(error, former.id);
  });
}

/** Taken over unasked only if it has our app and endpoints and was never activated; else `adoptExisting` decides. */
function whyItStays({ claims, inputs, context }: Creation, former: Integration): ProviderError | undefined {
  if (former.type !== AZURE_DEVOPS_TYPE) return otherType(former, inputs);
  const holder = claims.holderOf(former.id, context.urn);
  if (holder !== undefined) return heldByAnother(former.id, holder);
  const { clientId, authorizationUrl, tokenUrl, verified } = former;
  if (inputs.adoptExisting) return undefined;
  if (clientId !== inputs.clientId) return conflict("otherApp", former.id, context.urn, inputs);
  if (verified) return conflict("active", former.id, context.urn, inputs);
  if (authorizationUrl === inputs.authorizationUrl && tokenUrl === inputs.tokenUrl) return undefined;
  return conflict("otherEndpoints", former.id, context.urn, inputs);
}

/** Nothing stood there before, so one with our client id was made by this creation: nobody else has that id. */
async function createNew(creation: Creation): Promise<Integration> {
  const { services, inputs, context } = creation;
  const work = {
    create: () => services.api.create(toNewIntegration(inputs), calls(context)),
    find: () => findFormer(creation, true),
    isOurs: ({ clientId, type }: Integration) => clientId === inputs.clientId && type === AZURE_DEVOPS_TYPE,
    adopt: (found: Integration) => update(creation, found),
    refusal: (found: Integration) => whyItStays(creation, found),
  };
  return createOrFind(work, services.retry, calls(context)).catch((error: unknown) => {
    throw explain(error, "create", inputs);
  });
}

async function findFormer({ inputs, list }: Creation, fresh: boolean): Promise<Integration | undefined> {
  try {
    return standingAt(inputs, await list(fresh));
  } catch (error) {
    throw explain(error, "find out whether there already is", inputs);
  }
}

/** Gives an existing integration the program's credentials. */
async function update({ services, claims, inputs, context }: Creation, found: Integration): Promise<Integration> {
  const { api, gitpodHost } = services;
  context.log.info(`going on with integration ${found.id}, which the organization already has for ${inputs.host}`);
  claims.hold(context.urn, found.id, false);
  try {
    return await api.update(found.id, toChanges(inputs), calls(context));
  } catch (error) {
    const cause = explain(error, "bring up to date", inputs);
    throw uncertain(found.id, toOutputs(found, gitpodHost), {}, cause);
  }
}

/**
 * An update whose answer was lost. The integration may have either secret, and the program may go back to the old one before
 * the next attempt. So the state keeps no secret, and the next update sends one.
 *
 * @param credentials the other credentials that the state keeps
 */
export function uncertain(id: string, outputs: Outputs, credentials: Partial<Inputs>, cause: unknown): PartialFailure {
  return new PartialFailure(id, outputs, { ...credentials, clientSecret: undefined }, errorMessage(cause), { cause });
}

function withoutFormer(error: unknown, id: string): unknown {
  if (!(error instanceof ProviderError) || error instanceof PartialFailure) return error;
  const message = `${error.message.replace(/\.?$/, ".")} Integration ${id}, whose place it takes, is deleted already: run \`pulumi up --refresh\`.`;
  return new ProviderError(message, { cause: error });
}
