/** What an integration signs people in with. Undefined properties are those that it does not have. */
interface Settings {
  readonly clientId: string | undefined;
  readonly issuerUrl: string | undefined;
  readonly pat: boolean;
  readonly virtualDirectory: string | undefined;
}

/** What an integration is for. A runner has one integration for each. */
export interface Place {
  readonly runnerId: string;
  readonly scmId: string;
  readonly host: string;
}

/** An integration as Ona stores it. */
export interface ScmIntegration extends Settings, Place {
  readonly id: string;
  /** The client secret, encrypted for the runner. */
  readonly encryptedSecret: Uint8Array | undefined;
}

export interface NewScmIntegration extends Settings, Place {
  readonly clientSecret: string | undefined;
}

/** What an update changes; what is undefined stays. An empty client id turns OAuth off. */
export type ScmIntegrationChanges = { readonly [Name in keyof Settings]?: Settings[Name] | undefined } & {
  readonly clientSecret?: string | undefined;
};

/** What a runner is asked about: with the secret in plain text before it is written, encrypted afterwards. */
export type Validation = Settings &
  Place & { readonly id?: string; readonly clientSecret: string | Uint8Array | undefined };

/** One thing that is wrong, by the name of Ona's field. */
export interface ValidationProblem {
  readonly field: "scmId" | "host" | "oauth" | "pat";
  readonly message: string;
}

/** What a runner says of one kind of source control. */
export interface ScmOffer {
  readonly callbackUrl: string;
  readonly defaultHosts: readonly string[];
}

/** What Ona says about connecting to a host through a runner. */
export interface SignIn {
  /** Whether the token's owner has. */
  readonly connected: boolean;
  /** Link by which a person connects by OAuth; empty where there is none. */
  readonly connectUrl: string;
}

export interface Runner {
  readonly id: string;
  readonly name: string;
  /** Such as `ACTIVE`. */
  readonly phase: string;
  /** Such as `AWS_EC2`. */
  readonly provider: string;
  readonly region: string;
  /** Whether it has ever registered, and with it a key for secrets. */
  readonly registered: boolean;
}

/** Whose token it is. */
export interface Identity {
  readonly id: string;
  /** Such as `USER` or `SERVICE_ACCOUNT`. */
  readonly principal: string;
  readonly organizationId: string;
}

/** A personal access token, without its text. Times are in milliseconds since the Unix epoch. */
export interface PersonalAccessToken {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number | undefined;
  /** Undefined for one that never ends. */
  readonly expiresAt: number | undefined;
  /** Undefined for one that was never used. */
  readonly lastUsedAt: number | undefined;
  readonly readOnly: boolean;
}

/** A service account, for example, cannot connect to a Git host. */
export function isPerson({ principal }: Pick<Identity, "principal">): boolean {
  return principal === "USER" || principal === "ACCOUNT";
}
