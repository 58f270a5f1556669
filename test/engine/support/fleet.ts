import { expect } from "@jest/globals";
import { approve } from "../../../sandbox/browser.ts";
import type { Sandbox } from "../../../sandbox/index.ts";
import { integrationsIn, losses } from "./losses.ts";
import { type Command, Person, type PersonOptions } from "./person.ts";
import { CLASSIC_UNDER_TEST } from "./platforms/classic.ts";
import type { HandMade, PlatformUnderTest, Stored } from "./platforms/platformUnderTest.ts";

export const HOSTS = ["dev.azure.com", "a.example.com", "b.example.com"] as const;
/** Flags of a run without prompts. */
export const WITHOUT_PROMPTS = ["--yes", "--skip-preview"];
/** A host that nobody can reach, not even Gitpod. */
export const NOWHERE = "nowhere.invalid";

export interface Entry {
  readonly organizationId?: string;
  readonly runnerId?: string;
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
    const settings = { ...quick, [platform.placeSetting]: undefined, ...options.settings };
    const person = await Person.start({ manyRuns: true, withToken: true, ...options, platform, settings });
    for (const host of HOSTS) platform.reach(person.sandbox, host);
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
    const options = { sandbox: first.sandbox, settings, environment: first.person.time() };
    return Fleet.start(entries, options, first.platform);
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

  all(): readonly Stored[] {
    return this.platform.stored(this.sandbox);
  }

  /** The one integration that the platform has for a host. */
  only(host: string = HOSTS[0]): Stored {
    const found = this.all().filter((each) => each.host.toLowerCase() === host);
    expect(found).toHaveLength(1);
    return found[0] as Stored;
  }

  /** All that the platform keeps of the one integration for a host. */
  record(host?: string): unknown {
    return this.platform.record(this.sandbox, this.only(host).id);
  }

  /** A person does what the integration for a host needs to be in use. */
  async activate(host: string = HOSTS[0]): Promise<Stored> {
    expect(await approve(this.platform.link(this.sandbox, host))).toMatchObject({ ok: true });
    return this.only(host);
  }

  /** Somebody makes an integration by hand, which people use. Returns its id. */
  async byHand(host: string, app?: HandMade): Promise<string> {
    const id = await this.platform.addByHand(this.sandbox, host, app);
    this.platform.use(this.sandbox, id);
    return id;
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
