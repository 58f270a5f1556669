/** Properties of a directory object by Graph's names, without those that the directory sets. */
export type GraphProperties = Record<string, unknown>;

/** A client secret. Graph shows its text once, in the response that creates it. */
export interface Password {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly secretText: string;
  readonly createdAt: number;
}

/** A workload outside Entra whose tokens an app accepts instead of a secret. */
export interface FederatedCredential {
  readonly id: string;
  readonly name: string;
  issuer: string;
  subject: string;
  audiences: readonly string[];
  description: string | null;
}

/** An application permission granted to a service principal. */
export interface RoleAssignment {
  readonly id: string;
  readonly appRoleId: string;
  readonly principalId: string;
}

interface DirectoryObject {
  readonly id: string;
  readonly appId: string;
  readonly createdAt: number;
  readonly owners: Set<string>;
  properties: GraphProperties;
}

export interface Application extends DirectoryObject {
  readonly passwords: Map<string, Password>;
  readonly federatedCredentials: Map<string, FederatedCredential>;
}

export interface ServicePrincipal extends DirectoryObject {
  /** Who was granted which of its application permissions. */
  readonly roleAssignments: Map<string, RoleAssignment>;
}

/** A consent: by one person, or by an administrator for everyone when `principalId` is null. */
export interface PermissionGrant {
  readonly id: string;
  /** Object id of the service principal that may act. */
  readonly clientId: string;
  readonly resourceId: string;
  readonly principalId: string | null;
  scope: string;
}

/** How long new objects stay unknown, in milliseconds. */
export interface ReplicationDelay {
  /** A secret, at the token endpoint. */
  readonly secret?: number;
  /** An app registration, at the sign-in endpoints. */
  readonly application?: number;
  /** An app registration, for Graph's reads and writes. */
  readonly graph?: number;
  /** A service principal, for Graph's reads and writes. The azuread plugin does not wait for it. */
  readonly principal?: number;
}

export interface Policy {
  /** Whether people may consent for themselves. */
  userConsent: boolean;
  /** Whether every user may register apps. */
  usersRegisterApps: boolean;
  maxSecretLifetimeDays: number | undefined;
}
