import { expect } from "@jest/globals";
import type { Application, Sandbox } from "../../../sandbox/index.ts";
import { Person, type PersonOptions } from "./person.ts";
import { CLASSIC_UNDER_TEST } from "./platforms/classic.ts";
import type { PlatformUnderTest, Stored } from "./platforms/platformUnderTest.ts";

/** Stack settings that keep retries short, so that a test of a fault takes seconds. */
const QUICK = { "gitpod:requestTimeoutSeconds": "1", "gitpod:maxRetries": "3" };

interface StateResource {
  readonly type: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A person whose program is one integration, for an app registration that already exists. */
export class IntegrationOnly {
  readonly person: Person;
  readonly application: Application;
  readonly platform: PlatformUnderTest;
  #clientSecret = "";

  static async start(
    options: Omit<PersonOptions, "program"> = {},
    platform: PlatformUnderTest = CLASSIC_UNDER_TEST,
  ): Promise<IntegrationOnly> {
    const { program } = platform;
    const person = await Person.start({ manyRuns: true, withToken: true, ...options, platform, program });
    const { sandbox } = person;
    const application = sandbox.entra.directory.addApplication({ displayName: "Gitpod" });
    sandbox.entra.directory.addPrincipal(application.appId);
    await person.setAll({ ...QUICK, ...platform.settings(sandbox, application) });
    const integration = new IntegrationOnly(person, application, platform);
    await integration.newSecret();
    return integration;
  }

  private constructor(person: Person, application: Application, platform: PlatformUnderTest) {
    this.person = person;
    this.application = application;
    this.platform = platform;
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

  /** What the platform has. */
  stored(): readonly Stored[] {
    return this.platform.stored(this.sandbox);
  }

  /** The one integration that the platform has. */
  only(): Stored {
    const all = this.stored();
    expect(all).toHaveLength(1);
    return all[0] as Stored;
  }

  /** The state and the platform agree, and there is just one integration, with the program's secret. */
  async expectAgreement(): Promise<void> {
    const { id, ...outputs } = this.only();
    expect(await this.integrations()).toMatchObject([{ id, outputs }]);
    expect((await this.platform.secret(this.sandbox, id)) === this.#clientSecret).toBe(true);
  }

  async expectNothing(): Promise<void> {
    expect(this.stored()).toHaveLength(0);
    expect(await this.integrations()).toHaveLength(0);
  }

  /** The integrations in the state. */
  async integrations(): Promise<StateResource[]> {
    const { checkpoint } = JSON.parse(await this.person.state());
    const resources: StateResource[] = checkpoint.latest.resources ?? [];
    return resources.filter(({ type }) => type === this.platform.type);
  }

  /** Changes the state as if a replacement had taken over its predecessor and not deleted it yet. */
  async leaveDeletionPending(): Promise<void> {
    const exported = JSON.parse(await this.person.mustRun("stack", "export"));
    const resources: (StateResource & { delete?: boolean })[] = exported.deployment.resources;
    const replaced = resources.find(({ type }) => type === this.platform.type);
    if (replaced === undefined) throw new Error("the state holds no integration");
    resources.push({ ...replaced, delete: true });
    await this.person.importState(JSON.stringify(exported));
  }

  /** No state, journal or output holds a secret. */
  async expectNoSecrets(): Promise<void> {
    const { journal } = this.sandbox;
    const secrets = [
      this.platform.token(this.sandbox),
      ...[...this.application.passwords.values()].map(({ secretText }) => secretText),
    ];
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
