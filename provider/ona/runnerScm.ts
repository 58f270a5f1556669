import { defineResource } from "../../provider-kit/resource.ts";
import { RunnerScmLifecycle } from "./runnerScmLifecycle.ts";
import { inputSchema, outputSchema } from "./runnerScmSchema.ts";
import type { OnaServices } from "./services.ts";

/** What a runner says of one kind of source control. It keeps that in the state, so that a preview asks nothing. */
export const runnerScm = defineResource<{ readonly ona: OnaServices }, typeof inputSchema, typeof outputSchema>({
  token: "gitpod:index:RunnerScm",
  description:
    "What a runner of Ona says of one kind of source control: the redirect URI that an app registration must have, and the host. It makes nothing at Ona; a refresh reads it again.",
  inputs: inputSchema,
  outputs: outputSchema,
  lifecycle: ({ ona }) => new RunnerScmLifecycle(ona),
});
