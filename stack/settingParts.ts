import { z } from "zod";
import { type Problem, refuse } from "../provider-kit/problem.ts";

/** What is wrong with a value that should be a UUID. */
export const UUID = "must be a UUID such as 01234567-89ab-4cde-8f01-23456789abcd";

const SWITCH = "must be true or false";

/** A UUID, in lower case. `meaning` ends the message about a wrong one. */
export function uuid(meaning = "") {
  return z.guid({ error: ({ input }) => (input === undefined ? "is missing" : `${UUID}${meaning}`) }).toLowerCase();
}

export function isUuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}

export function onOff() {
  return z.boolean(SWITCH);
}

/** True or false, in an entry of a map also as a text: `pulumi config set --path` may store either. */
export function onOffOrText() {
  return z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], SWITCH);
}

/** Host of Azure DevOps, in lower case. Which ones are allowed depends on the platform. */
export function providerHost(problem: (host: string) => Problem | undefined = () => undefined) {
  return z.string("must be a host such as dev.azure.com").check(refuse(problem)).toLowerCase();
}

/** The settings that an entry of `integrations` has on any platform. */
export function entryFields(hostProblem: (host: string) => Problem | undefined) {
  return {
    providerHost: providerHost(hostProblem).optional(),
    adoptExisting: onOffOrText().optional(),
    /** Whether it has an app registration of its own, instead of the stack's. */
    ownApplication: onOffOrText().default(false),
    /** Display name of its own app registration. Default: the stack's setting and the entry's name. */
    applicationName: applicationName().optional(),
  };
}

/** Display name of an app registration. */
export function applicationName() {
  return z.string("must be a text").trim().min(1, "must not be blank").max(256, "must have at most 256 characters");
}
