import type { Application, Sandbox } from "../../../../sandbox/index.ts";

/** An integration as a platform's cloud has it, by the names of the resource's properties. */
export interface Stored {
  readonly id: string;
  readonly host: string;
  readonly clientId: string | undefined;
}

/** The app of an integration that somebody makes by hand. */
export interface HandMade {
  readonly clientId: string;
  readonly clientSecret: string;
}

type Settings = Readonly<Record<string, string>>;

/** What a suite needs to know of a platform to be played on it. */
export interface PlatformUnderTest {
  readonly name: string;
  /** Type token of its integration. */
  readonly type: string;
  readonly cloud: "gitpod" | "ona";
  /** The program whose one resource is the integration. */
  readonly program: string;
  readonly tokenSetting: string;
  readonly tokenVariable: string;
  readonly urlSetting: string;
  /** The stack's setting that says where its first integration belongs. */
  readonly placeSetting: string;
  /** What follows the origin in the URL of the API. */
  readonly apiPath: string;
  /** The calls that write and read an integration. */
  readonly calls: Readonly<Record<"create" | "read" | "list" | "update" | "delete", string>>;
  /** Whether `--replace`, or a renamed entry, makes a new integration, or goes on with the one that there is. */
  readonly replacement: "new" | "same";
  /** Inputs whose change by others a refresh shows. */
  readonly shown: readonly string[];
  /** What a preview of a new secret says that it costs people; undefined where it costs nobody anything. */
  readonly renewalCosts: string | undefined;
  /** Why an integration with another app stays as it is, after its id. */
  readonly otherApp: string;
  /** How often the platform itself asks Entra about the secret in a refresh. */
  readonly ownQuestions: number;
  origin(sandbox: Sandbox): string;
  token(sandbox: Sandbox): string;
  restoreToken(sandbox: Sandbox): void;
  /** Takes away what lets the token write, which reading shows. */
  weakenToken(sandbox: Sandbox): void;
  strengthenToken(sandbox: Sandbox): void;
  /** What is said of it then. */
  readonly weakToken: RegExp;
  /** Settings of {@link program}. */
  settings(sandbox: Sandbox, application: Application): Settings;
  /** The setting of {@link program} that says where Entra is asked about the secret, and its value for an address of Entra. */
  readonly entraSetting: string;
  entraUrl(authorityHost: string, tenant: string): string;
  /** A setting of {@link program} that an update changes, with its default and another value that works too. */
  readonly changeable: string;
  changes(sandbox: Sandbox): readonly [usual: string, other: string];
  /** Settings of the project's own program, with one integration. */
  stackSettings(sandbox: Sandbox): Settings;
  /** What an entry of the setting `integrations` needs. */
  entry(sandbox: Sandbox): Settings;
  /** Settings that say where the API is. */
  address(sandbox: Sandbox): Settings;
  /** The same address in other words. */
  respelled(sandbox: Sandbox): Settings;
  /** An address where nothing listens. */
  readonly mistyped: Settings;
  /** What a deletion then says to do. */
  mistypedAdvice(sandbox: Sandbox): RegExp;
  /** Whether a stack that moves to another address deletes what is at the former one, with the former token. */
  readonly formerToken: boolean;
  /** What a run says of an integration that it has left in the place from which the stack has moved. */
  leftThere(sandbox: Sandbox): string;
  /** The call by which a renamed entry takes over the integration. */
  readonly takeOver: string;
  /** Redirect URI that the app must have. */
  redirectUri(sandbox: Sandbox): string;
  stored(sandbox: Sandbox): readonly Stored[];
  /** All that the cloud keeps of an integration, with what people lose when it is lost. */
  record(sandbox: Sandbox, id: string): unknown;
  secret(sandbox: Sandbox, id: string): Promise<string | undefined>;
  modify(sandbox: Sandbox, id: string, change: Settings): void;
  /** Somebody gives the integration another secret. Undefined where the platform shows nothing of it. */
  readonly changeSecret?: (sandbox: Sandbox, id: string) => Promise<void>;
  remove(sandbox: Sandbox, id: string): void;
  /** Makes an integration by hand. Returns its id. */
  addByHand(sandbox: Sandbox, host?: string, app?: HandMade): Promise<string>;
  /** Lets people use an integration, as if they had signed in. */
  use(sandbox: Sandbox, id: string): void;
  /** The link by which a person comes to use the integration for a host. */
  link(sandbox: Sandbox, host: string): string;
  /** Whether Entra has refused the secret, as far as the state of an integration says. */
  refused(outputs: Readonly<Record<string, unknown>>): unknown;
  /** How a refused secret shows in the state, in a preview, and in `status`. */
  readonly refusal: { readonly state: () => RegExp; readonly preview: string; readonly finding: string };
  /** Takes from the token the sight of the place of all integrations, or gives it back. */
  mayLook(sandbox: Sandbox, allowed: boolean): void;
  /** What a run then says. */
  readonly notSeen: RegExp;
  /** Lets the platform reach a host. */
  reach(sandbox: Sandbox, host: string, reachable?: boolean): void;
}
