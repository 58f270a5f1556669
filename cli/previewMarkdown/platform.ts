import type { EngineRun, Step } from "../engine/engineRun.ts";

export type Kind = EngineRun["kind"];

/** What changes to the integrations of one platform mean for people, as sentences in Markdown. */
export interface PlatformPeople {
  readonly integrationType: string;
  /** What people have to do after the changes, or would notice of them. */
  next(integrations: readonly Step[], kind: Kind): string[];
  /**
   * What the platform deletes of what people have stored: it asks nobody, and nothing brings it back.
   *
   * @param own all changes to what the program has made, among which the integrations have their names
   */
  losses?(integrations: readonly Step[], own: readonly Step[], kind: Kind): string[];
}
