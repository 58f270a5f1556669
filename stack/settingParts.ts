import { z } from "zod";
import { azureDevOpsHostProblem } from "../platforms/azureDevOpsHost.ts";

/** What is said of a value that should be a UUID. */
export const UUID = "must be a UUID such as 01234567-89ab-4cde-8f01-23456789abcd";

const SWITCH = "must be true or false";

/** A UUID, in lower case. `what` continues the message about a wrong one. */
export function uuid(what = "") {
  return z.guid({ error: ({ input }) => (input === undefined ? "is missing" : `${UUID}${what}`) }).toLowerCase();
}

/** Whether a text is a UUID. */
export function isUuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}

/** True or false. */
export function onOff() {
  return z.boolean(SWITCH);
}

/** True or false, also as a text: that is how the stack's own settings arrive. */
export function onOffOrText() {
  return z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], SWITCH);
}

/** Host of Azure DevOps, read in lower case. */
export function providerHost() {
  return z
    .string("must be a host such as dev.azure.com")
    .superRefine(refuse((value) => withExample(azureDevOpsHostProblem(value), "dev.azure.com")))
    .toLowerCase();
}

/** Display name of an app registration. */
export function applicationName() {
  return z.string("must be a text").trim().min(1, "must not be blank").max(256, "must have at most 256 characters");
}

/** Refuses a text by what a function finds wrong with it. */
export function refuse(find: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx<string>) => {
    const message = find(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  };
}

/** The rules for hosts and URLs are Gitpod's; what they offer as an example is replaced by one that fits. */
export function withExample(message: string | undefined, example: string): string | undefined {
  return message?.replace(/(https:\/\/)?gitpod\.example\.com$/, example);
}
