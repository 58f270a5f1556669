import { expect } from "@jest/globals";
import type { Application, Sandbox, StoredIntegration } from "../../../sandbox/index.ts";
import { Person, type PersonOptions } from "./person.ts";

/** Stack settings that keep retries short, so that a test of a fault takes seconds. */
const QUICK = { "gitpod:requestTimeoutSeconds": "1", "gitpod:maxRetries": "3" };

const AUTH_PROVIDER = "gitpod:index:AuthProvider";

interface StateResource {
  readonly type: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A person whose program is one integration, for an app registration that already exists. */
export class IntegrationOnly {
  readonly person: Person;
  readonly application: Application;
  #clientSecret = "";

  static async start(options: Omit<PersonOptions, "program"> = {}): Promise<IntegrationOnly> {
    const person = await Person.start({ manyRuns: true, ...options, program: "integrationOnly.ts" });
    const { directory, authorityHost, tenantId } = person.sandbox.entra;
    const application = directory.addApplication({ displayName: "Gitpod" });
    directory.addPrincipal(application.appId);
    const settings = {
      ...QUICK,
      "test:organizationId": person.sandbox.gitpod.organizationId,
      "test:authorizationUrl": `${authorityHost}/${tenantId}/oauth2/v2.0/authorize`,
      "test:tokenUrl": `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
      "test:clientId": application.appId,
    };
    await person.setAll(settings);
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    const integration = new IntegrationOnly(person, application);
    await integration.newSecret();
    return integration;
  }

  private constructor(person: Person, application: Application) {
    this.person = person;
    this.application = application;
  }

  get sandbox(): Sandbox {
    return this.person.sandbox;
  }

  /** The program's client secret. */
  get clientSecret(): string {
    return this.#clientSecret;
  }

  /** Gives the program another client secret. */
  async newSecret(): Promise<void> {
    await this.useSecret(this.sandbox.entra.directory.addPassword(this.application.id).secretText);
  }

  async useSecret(secret: string): Promise<void> {
    this.#clientSecret = secret;
    await this.person.set("test:clientSecret", secret, "--secret");
  }

  /** The state and Gitpod agree, and Gitpod has just one integration, with the program's secret. */
  async expectAgreement(): Promise<void> {
    const stored = this.sandbox.gitpod.integrations.list();
    expect(stored).toHaveLength(1);
    const [provider] = stored as [StoredIntegration];
    const { id, host, clientId, authorizationUrl, tokenUrl, verified } = provider;
    const resources = await this.integrations();
    expect(resources).toMatchObject([{ id, outputs: { host, clientId, authorizationUrl, tokenUrl, verified } }]);
    expect(provider.clientSecret === this.#clientSecret).toBe(true);
  }

  async expectNothing(): Promise<void> {
    expect(this.sandbox.gitpod.integrations.list()).toHaveLength(0);
    expect(await this.integrations()).toHaveLength(0);
  }

  /** The integrations in the state. */
  async integrations(): Promise<StateResource[]> {
    const { checkpoint } = JSON.parse(await this.person.state());
    const resources: StateResource[] = checkpoint.latest.resources ?? [];
    return resources.filter(({ type }) => type === AUTH_PROVIDER);
  }

  /** Changes the state as if a replacement had taken over its predecessor and not deleted it yet. */
  async leaveDeletionPending(): Promise<void> {
    const exported = JSON.parse(await this.person.mustRun("stack", "export"));
    const resources: (StateResource & { delete?: boolean })[] = exported.deployment.resources;
    const replaced = resources.find(({ type }) => type === AUTH_PROVIDER);
    if (replaced === undefined) throw new Error("the state holds no integration");
    resources.push({ ...replaced, delete: true });
    await this.person.importState(JSON.stringify(exported));
  }

  /** No state, journal or output holds a secret. */
  async expectNoSecrets(): Promise<void> {
    const { gitpod, journal } = this.sandbox;
    const secrets = [gitpod.token, ...[...this.application.passwords.values()].map(({ secretText }) => secretText)];
    const seen = {
      state: await this.person.state(),
      journal: JSON.stringify(journal.entries()),
      printed: this.person.printed(),
    };
    for (const [where, text] of Object.entries(seen)) {
      expect({ where, secrets: secrets.filter((secret) => text.includes(secret)).length }).toEqual({
        where,
        secrets: 0,
      });
    }
  }

  close(): Promise<void> {
    return this.person.close();
  }
}
