import type { Sandbox } from "../types.ts";

/** Something that goes wrong in real life. */
export interface Situation {
  readonly name: string;
  /** What the sandbox does. */
  readonly does: string;
  /** What the person does then, with commands between backticks. */
  readonly next: string;
  readonly sees: string;
  /** Page of the guide, in docs/. */
  readonly guide: string;
  play(sandbox: Sandbox): void;
  /** It changes what exists, so before an integration exists there is nothing to play it on. */
  readonly needsIntegration?: true;
  /** Undefined if it only changes what exists, or is a fault that ends by itself. */
  readonly lasting?: { isOn(sandbox: Sandbox): boolean; end(sandbox: Sandbox): void };
}

/** What a person does next in several situations. */
export const STATUS = "`npx gitpod-azure-devops status`";
export const LINK = "open `activationUrl`, on Ona `connectUrl`";
export const RENEW = "`pulumi config set rotationTrigger now`, `pulumi up`";
export const REPAIR = "`pulumi up --refresh`";
