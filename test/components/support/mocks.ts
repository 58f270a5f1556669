import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface WorldOptions {
  /** Name of the project. */
  readonly project?: string;
  readonly preview?: boolean;
  readonly slow?: string;
  /** The value of each client secret is the name of its resource. */
  readonly secretsByName?: boolean;
  /** Outputs by type, in place of the usual ones. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Resources of the last deployment by URN. */
  readonly state?: Readonly<Record<string, { readonly type: string; readonly outputs: Record<string, unknown> }>>;
}

const dayFromNow = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 11)}00:00:00Z`;
/** Dates of the client secret: issued at the next midnight, so that no run finds it old. */
export const [ISSUED_AT, EXPIRES_AT] = [dayFromNow(1), dayFromNow(181)];

/** Outputs that only the providers know. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "azuread:index/application:Application": { clientId: "client-id", objectId: "object-id" },
  "azuread:index/applicationPassword:ApplicationPassword": { value: "s3cret", keyId: "key-id" },
  "azuread:index/servicePrincipal:ServicePrincipal": { objectId: "principal-id" },
  "azure-native:keyvault:Secret": { properties: { secretUri: "https://vault.example.com/secrets/name" } },
  "gitpod:index:Rotation": {
    generation: 3,
    lifetimeDays: 180,
    issuedAt: ISSUED_AT,
    expiresAt: EXPIRES_AT,
  },
  "gitpod:index:AuthProvider": {
    verified: false,
    activationUrl: "https://gitpod.example.com/api/authorize",
    redirectUri: "https://gitpod.example.com/auth/callback",
  },
  "gitpod:index:RunnerScm": {
    redirectUri: "https://runner.example.com/callback",
    defaultHost: "dev.azure.com",
  },
  "gitpod:index:ScmIntegration": {
    verified: true,
    problems: [],
    connectUrl: "https://app.ona.com/connect",
  },
};

/** Stands in for the engine and every provider, and records what the program registers. */
export class World {
  readonly registered: Registered[] = [];
  /** "start <type>" and "end <type>" of each registration, in order. */
  readonly events: string[] = [];
  readonly #resources: pulumi.Resource[] = [];
  readonly #parents = new Map<pulumi.Resource, pulumi.Resource | undefined>();

  /** Options for the component under test, which record its descendants. */
  readonly watch: pulumi.ComponentResourceOptions = {
    transformations: [
      ({ resource, opts }) => {
        this.#resources.push(resource);
        this.#parents.set(resource, opts.parent);
        return undefined;
      },
    ],
  };

  static async start(options: WorldOptions = {}): Promise<World> {
    const world = new World();
    const mocks: pulumi.runtime.Mocks = {
      newResource: async ({ type, name, inputs }) => {
        world.registered.push({ type, name, inputs });
        world.events.push(`start ${type}`);
        if (type === options.slow) await setTimeout(100);
        world.events.push(`end ${type}`);
        const secret = options.secretsByName && type.endsWith(":ApplicationPassword") ? { value: name } : {};
        return { id: `${name}-id`, state: { ...inputs, ...ANSWERS[type], ...options.answers?.[type], ...secret } };
      },
      call: ({ token, inputs }) => {
        if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: options.state ?? {} };
        if (token !== "azuread:index/getServicePrincipal:getServicePrincipal")
          throw new Error(`unexpected call of ${token}`);
        return { objectId: `principal-of-${String(inputs.clientId).slice(0, 8)}` };
      },
    };
    const { project = "gitpod-azure-devops", preview = false } = options;
    await pulumi.runtime.setMocks(mocks, project, "test", preview, "organization");
    return world;
  }

  /** Inputs of the only resource of a type. */
  inputs(type: string): Readonly<Record<string, unknown>> {
    const found = this.registered.filter((resource) => resource.type === type);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type}`);
    return found[0].inputs;
  }

  /** URN, and the parent's, of each resource that `watch` has seen, in the order of registration. */
  async lineage(): Promise<{ urn: string; parent: string | undefined }[]> {
    return Promise.all(
      this.#resources.map(async (resource) => {
        const parent = this.#parents.get(resource);
        return { urn: await value(resource.urn), parent: parent && (await value(parent.urn)) };
      }),
    );
  }
}

/** The value of an output, once it is known. An output that the stack does not have is an error. */
export async function value<T>(output: pulumi.Output<T> | undefined): Promise<T> {
  if (output === undefined) throw new Error("there is no such output");
  return new Promise((resolve) => {
    output.apply((known) => resolve(known as T));
  });
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A secret property on the wire: Pulumi's `sdk/go/common/resource/sig`. */
export function wireSecret(plain: unknown): Record<string, unknown> {
  return { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: plain };
}
