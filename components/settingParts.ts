import { z } from "zod";
import { hostProblem } from "../provider/gitpod/origin.ts";

/** What is said of a value that should be a UUID. */
export const UUID = "must be a UUID such as 01234567-89ab-4cde-8f01-23456789abcd";

const SWITCH = "must be true or false";

/** A UUID, which is missing when it is not given. */
export function uuid() {
  return z.guid({ error: ({ input }) => (input === undefined ? "is missing" : UUID) });
}

/** True or false. */
export function onOff() {
  return z.boolean(SWITCH);
}

/** Host of Azure DevOps, read in lower case. */
export function providerHost() {
  return z
    .string("must be a host such as dev.azure.com")
    .superRefine(refuse((value) => withExample(hostProblem(value), "dev.azure.com")))
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
