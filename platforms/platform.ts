import type { Problem } from "../provider-kit/problem.ts";

/** What the stack, the commands and the sandbox need to know of a platform. Another one adds a file here and a line to index.ts. */
export interface Platform {
  /** Type token of its integration. */
  readonly integrationType: string;
  /** Delegated permissions that an app has by default. */
  readonly defaultPermissions: readonly string[];
  /** Permissions without which nobody can sign in: the platform asks for them every time. */
  readonly requiredPermissions: readonly string[];
  /** Inputs of its integration whose change ends the activation. */
  readonly credentials: readonly string[];
  /** Scopes that the platform asks Entra for. */
  readonly scopes: readonly string[];
  /** Stands for the platform's host in messages. */
  readonly exampleHost: string;
  /** What is wrong with the host of an installation; undefined when nothing is. */
  hostProblem(host: string): Problem | undefined;
  /** Redirect URI of every integration of an installation; known before any exists. */
  redirectUri(host: string): string;
}
