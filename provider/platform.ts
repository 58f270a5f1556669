import type { z } from "zod";
import type { FunctionDefinition, OperationContext, ResourceDefinition } from "../provider-kit/resource.ts";
import type { Config } from "./config.ts";
import type { TryCredentials } from "./entra/tokenEndpoint.ts";

/** What the provider knows and gives to every platform. */
export interface Connection {
  readonly config: Config;
  /** Settings of earlier deployments, as far as the engine has sent them to this process. */
  earlier(): readonly Config[];
  /** Shared, so that each client secret is tried once. */
  readonly tryCredentials: TryCredentials;
}

/** A problem for each place that has one, by the id as it was given. */
export type TokenProblems = ReadonlyMap<string, string>;

/** What the provider has of one platform. */
export interface ProviderPlatform<Services> {
  readonly resources: readonly ResourceDefinition<Services>[];
  readonly functions: readonly FunctionDefinition<Services>[];
  /** The input of getTokenProblems with ids of the places that integrations belong to. */
  readonly places: { readonly input: string; readonly schema: z.ZodType<string[]> };
  /** Why the token cannot manage integrations in these places, by id. Fails where it is missing or not accepted. */
  tokenProblems(services: Services, ids: readonly string[], context: OperationContext): Promise<TokenProblems>;
}
