import type { Sandbox } from "../../sandbox/index.ts";
import type { Cloud } from "../../sandbox/journal.ts";
import type { Finding } from "../status/model.ts";

/** The integration as the platform's cloud has it. */
export interface Held {
  readonly id: string;
  readonly clientId: string | undefined;
  /** The client secret as it was when this was called. */
  readonly secret: Promise<string>;
  /** A person has done their part: activated it, or connected. */
  readonly inUse: boolean;
}

/** Where the story of one platform differs. */
export interface DemoPlatform {
  readonly displayName: string;
  /** Its name in the sandbox's journal. */
  readonly cloud: Cloud;
  /** Operation by which it gets another client secret. */
  readonly update: string;
  /** Outputs of the stack besides those of the app registration. */
  readonly outputs: readonly string[];
  /** The one of them that a person opens. */
  readonly link: string;
  /** What a person does, as the title of a step, and what it proves. */
  readonly person: { readonly title: string; readonly who: string; readonly proof: string };
  /** What the status finds until then, and what the check says of it; undefined where it finds nothing. */
  readonly waiting: { readonly finding: Finding["code"]; readonly claim: string } | undefined;
  /** What a renewal of the secret means for people. */
  readonly renewal: { readonly ends: boolean; readonly claim: string };
  /** A property of the one integration that somebody may change on the platform. */
  readonly endpoint: {
    readonly name: string;
    read(sandbox: Sandbox): string | undefined;
    write(sandbox: Sandbox, value: string): void;
  };
  settings(sandbox: Sandbox): Record<string, string>;
  secretSettings(sandbox: Sandbox): Record<string, string>;
  host(sandbox: Sandbox): string;
  token(sandbox: Sandbox): string;
  /** Id of the organization or runner. */
  place(sandbox: Sandbox): string;
  integrations(sandbox: Sandbox): readonly Held[];
}
