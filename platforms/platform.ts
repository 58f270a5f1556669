/** What the stack, the commands and the sandbox need to know of a platform. Another one adds a file here and a line to index.ts. */
export interface Platform {
  /** Value of the setting `platform`. */
  readonly name: string;
  /** Name for people. */
  readonly displayName: string;
  /** Type token of its integration. */
  readonly integrationType: string;
  /** What reads from the platform how it takes an integration; undefined where a program needs no such resource. */
  readonly lookup?: {
    readonly type: string;
    /** Name for people. */
    readonly displayName: string;
  };
  /** Input of its integration that says where that belongs. */
  readonly placeId: string;
  /** For programs: what the place's name is called. */
  readonly placeName: string;
  /** Before the value of that input, in a sentence. */
  readonly placeWords: string;
  /** Output of its integration with the link that people open in a browser. */
  readonly link: string;
  /** Delegated permissions that an app has by default. */
  readonly defaultPermissions: readonly string[];
  /** Permissions without which nobody can sign in: the platform asks for them every time. */
  readonly requiredPermissions: readonly string[];
  /** Whether people sign in with an ID token too, which the app registration must allow. */
  readonly idTokens: boolean;
  /** Inputs of its integration whose change gives people other credentials to sign in with. */
  readonly credentials: readonly string[];
  /** Where people make tokens, after "in". */
  readonly tokenPage: string;
  /** The provider's setting with its token. */
  readonly token: ProviderSetting;
  /** The provider's setting that says where it is. */
  readonly address: ProviderSetting;
}

/** A setting of the provider, and where its value is taken from when the stack has none. */
export interface ProviderSetting {
  /** Without `gitpod:`. */
  readonly name: string;
  /** Variables of the environment; the first one that is set counts. */
  readonly variables: readonly [string, ...string[]];
  /** What counts where none of them is set. */
  readonly default?: string;
}
