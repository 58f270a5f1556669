/** What the stack, the commands and the sandbox need to know of a platform. Another one adds a file here and a line to index.ts. */
export interface Platform {
  /** Value of the setting `platform`. */
  readonly name: string;
  /** Name for people. */
  readonly displayName: string;
  /** Type token of its integration. */
  readonly integrationType: string;
  /** Input of its integration that says where that belongs. */
  readonly placeId: "organizationId" | "runnerId";
  /** For programs: what the place's name is called. */
  readonly placeName: "organizationName" | "runnerName";
  /** Before the value of that input, in a sentence. */
  readonly placeWords: string;
  /** Output of its integration with the link that people open in a browser. */
  readonly link: "activationUrl" | "connectUrl";
  /** Delegated permissions that an app has by default. */
  readonly defaultPermissions: readonly string[];
  /** Permissions without which nobody can sign in: the platform asks for them every time. */
  readonly requiredPermissions: readonly string[];
  /** Whether people sign in with an ID token too, which the app registration must allow. */
  readonly idTokens: boolean;
  /** Inputs of its integration whose change gives people other credentials to sign in with. */
  readonly credentials: readonly string[];
}
