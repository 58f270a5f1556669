import type { OwnProblems } from "./platform.ts";

export const onaProblems: OwnProblems = {
  redirectUri: {
    meaning: "The redirect URI that Ona sends is not on the app registration.",
    fix: "It is the runner's, in the output `redirectUri`. `pulumi up --refresh` puts it on the app registration.",
  },
};
