import { expect } from "@jest/globals";
import { activationUrl } from "../../../platforms/classic.ts";
import { approve } from "../../../sandbox/browser.ts";
import type { Sandbox, StoredIntegration } from "../../../sandbox/index.ts";
import { integrationsIn, losses } from "./losses.ts";
import { type Command, Person, type PersonOptions } from "./person.ts";
import { CLASSIC_UNDER_TEST, type PlatformUnderTest, type Stored } from "./platforms.ts";

export const HOSTS = ["dev.azure.com", "a.example.com", "b.example.com"] as const;
/** Flags of a run without prompts. */
export const WITHOUT_PROMPTS = ["--yes", "--skip-preview"];
/** A host that nobody can reach, not even Gitpod. */
export const NOWHERE = "nowhere.invalid";
const AZURE_DEVOPS = 5;

export interface Entry {
  readonly organizationId?: string;
  readonly providerHost?: string;
  readonly adoptExisting?: boolean;
  readonly ownApplication?: boolean;
}

/** Somebody with the project's own program, whose integrations are entries of the setting `integrations`. */
export class Fleet {
  readonly person: Person;
  readonly platform: PlatformUnderTest;
  #entered = "";

  static async start(
    entries: Readonly<Record<string, Entry>>,
    options: PersonOptions = {},
    platform: PlatformUnderTest = CLASSIC_UNDER_TEST,
  ): Promise<Fleet> {
    const quick = { "gitpod:maxRetries": "1", "gitpod:requestTimeoutSeconds": "5" };
    const settings = { ...quick, "gitpod-azure-devops:organizationId": undefined, ...options.settings };
    const person = await Person.start({ manyRuns: true, ...options, settings });
    const { sandbox } = person;
    for (const host of HOSTS) platform.reach(sandbox, host);
    for (const [name, value] of Object.entries(platform.stackSettings(sandbox))) await person.set(name, value);
    await person.set(platform.tokenSetting, platform.token(sandbox), "--secret");
    const fleet = new Fleet(person, platform);
    await fleet.enter(entries);
    await fleet.up();
    return fleet;
  }

  /** Another stack for the same clouds, with its own folder and state. */
  static async beside(
    first: Fleet,
    entries: Readonly<Record<string, Entry>>,
    settings: Readonly<Record<string, string>>,
  ): Promise<Fleet> {
    return Fleet.start(entries, { sandbox: first.sandbox, settings, environment: first.person.time() });
  }

  private constructor(person: Person, platform: PlatformUnderTest) {
    this.person = person;
    this.platform = platform;
  }

  get sandbox(): Sandbox {
    return this.person.sandbox;
  }

  /** Writes the setting `integrations`; an entry that names no organization or runner gets the sandbox's. */
  async enter(entries: Readonly<Record<string, Entry>>): Promise<void> {
    const own = this.platform.entry(this.sandbox);
    const complete = Object.entries(entries).map(([name, entry]) => [name, { ...own, ...entry }]);
    const setting = JSON.stringify(Object.fromEntries(complete));
    if (setting !== this.#entered) await this.person.set("integrations", setting);
    this.#entered = setting;
  }

  /** A run that must succeed and lose nothing. */
  async up(...flags: string[]): Promise<string> {
    const output = await this.person.mustRun("up", "--yes", "--skip-preview", ...flags);
    await this.expectNothingLost();
    return output;
  }

  /** A run that must fail. Returns its output. */
  async refused(...flags: string[]): Promise<string> {
    return this.fails("up", "--yes", "--skip-preview", ...flags);
  }

  async fails(...command: string[]): Promise<string> {
    const { code, output } = await this.person.pulumi(...command);
    expect(code === 0 ? output : "failed").toBe("failed");
    return output;
  }

  run(...command: string[]): Promise<Command> {
    return this.person.pulumi(...command);
  }

  stored(host: string = HOSTS[0]): StoredIntegration {
    const found = this.all().filter((each) => each.host.toLowerCase() === host);
    expect(found).toHaveLength(1);
    return found[0] as StoredIntegration;
  }

  all(): readonly StoredIntegration[] {
    return this.sandbox.gitpod.integrations.list();
  }

  /** The one integration that the platform has for a host. */
  only(host: string = HOSTS[0]): Stored {
    const found = this.platform.stored(this.sandbox).filter((each) => each.host === host);
    expect(found).toHaveLength(1);
    return found[0] as Stored;
  }

  /** An organization owner consents. */
  async activate(host: string = HOSTS[0]): Promise<StoredIntegration> {
    const scopes = ["vso.code_write", "vso.profile"].map((scope) => `https://app.vssps.visualstudio.com/${scope}`);
    const visit = await approve(activationUrl(this.sandbox.gitpod.host, host, [...scopes, "offline_access"]));
    expect(visit).toMatchObject({ ok: true });
    return this.stored(host);
  }

  /** Somebody creates an integration in Gitpod's dashboard. */
  byHand(host: string, app: Partial<StoredIntegration> = {}): StoredIntegration {
    const { gitpod, entra } = this.sandbox;
    const base = `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0`;
    const { id } = gitpod.integrations.create({
      organizationId: gitpod.organizationId,
      type: AZURE_DEVOPS,
      host,
      clientId: "by-hand",
      clientSecret: "made-by-hand",
      authorizationUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
    });
    return gitpod.integrations.modify(id, app);
  }

  /** URN of an entry's integration, or of another of its resources. */
  async urn(entry: string, suffix = "-integration"): Promise<string> {
    const name = `azure-devops-${entry}${suffix}`;
    const found = /^.*?(urn:\S+)$/gm;
    const urns = [...(await this.person.mustRun("stack", "--show-urns")).matchAll(found)].map(([, urn = ""]) => urn);
    const urn = urns.find((each) => each.endsWith(`::${name}`));
    if (urn === undefined) throw new Error(`the stack has no ${name}`);
    return urn;
  }

  async ids(): Promise<(string | undefined)[]> {
    return integrationsIn(await this.person.state()).map(({ id }) => id);
  }

  async expectNothingLost(...others: Sandbox[]): Promise<void> {
    expect(await losses(await this.person.state(), [this.sandbox, ...others])).toEqual([]);
  }

  close(): Promise<void> {
    return this.person.close();
  }

  /** Leaves the clouds to the other stack. */
  closeAlone(): Promise<void> {
    return this.person.leave();
  }
}
