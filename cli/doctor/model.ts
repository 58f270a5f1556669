import type { KnownPlatform } from "../../platforms/index.ts";
import { capitalized } from "../shared/text.ts";

/** `unknown` is for what cannot be seen from here. */
export type Outcome = "good" | "bad" | "unknown";

export interface Finding {
  readonly outcome: Outcome;
  readonly message: string;
  /** Command that fixes it. */
  readonly fix?: string | undefined;
}

/** What a check looks at, as a heading for people. */
export type Group =
  | "Machine"
  | "Network"
  | "Project"
  | "Backend"
  | "Settings"
  | "Microsoft Entra ID"
  | KnownPlatform["displayName"]
  | "Azure DevOps"
  | "Deployed stack";

/** One line of the report. */
export interface Result extends Finding {
  readonly group: Group;
  readonly name: string;
}

export const good = (message: string): Finding => ({ outcome: "good", message });
export const bad = (message: string, fix?: string): Finding => ({ outcome: "bad", message, fix });
export const unknown = (message: string): Finding => ({ outcome: "unknown", message });

/** A fact cannot be found out from here. The message says why, as a sentence. */
export class NotKnown extends Error {
  override readonly name = "NotKnown";
}

/** A message of Pulumi or of this program as a sentence. */
export function sentence(text: string): string {
  const capital = capitalized(text);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
