import type { Step } from "../engine/engineRun.ts";
import type { Kind, PlatformPeople } from "./platform.ts";
import { PLATFORM_PEOPLE } from "./platforms.ts";

/** Sentences in Markdown about what people have to do after the changes, or would notice of them. */
export function nextForPeople(own: readonly Step[], kind: Kind): string[] {
  return PLATFORM_PEOPLE.flatMap((people) => people.next(integrationsOf(people, own), kind));
}

/** Sentences in Markdown about what a platform deletes of what people have stored. */
export function losses(own: readonly Step[], kind: Kind): string[] {
  return PLATFORM_PEOPLE.flatMap((people) => people.losses?.(integrationsOf(people, own), own, kind) ?? []);
}

function integrationsOf({ integrationType }: PlatformPeople, own: readonly Step[]): Step[] {
  return own.filter(({ type, failed }) => type === integrationType && !failed);
}
