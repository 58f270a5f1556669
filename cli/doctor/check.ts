import type { Facts } from "./facts.ts";
import type { Finding, Group } from "./model.ts";

export interface Check {
  readonly group: Group;
  /** For `--json`. */
  readonly name: string;
  /** It calls Microsoft, Gitpod or Ona. */
  readonly online?: true;
  /** No finding means that there is nothing to say. What a fact lacks may be thrown. */
  run(facts: Facts): Promise<readonly Finding[]>;
}
