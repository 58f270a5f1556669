import type { OwnProblems } from "./platform.ts";

export const classicProblems: OwnProblems = {
  redirectUri: {
    meaning: "The redirect URI that Gitpod sends is not on the app registration.",
    fix: "Compare the output `redirectUri` letter by letter with the one in Gitpod's dialog; where people use another host name than `gitpod:host`, set `redirectUri`. Then `pulumi up --refresh`.",
  },
  others: [
    {
      code: "not-owner",
      meaning: "Gitpod says that the authorization is not permitted, or shows nothing to activate.",
      fix: "Only an owner of the Gitpod organization can activate: members cannot connect before. Sign in to Gitpod as an owner.",
    },
  ],
};
