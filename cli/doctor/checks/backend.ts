import { PulumiFailure } from "../../pulumi/workspace.ts";
import type { Check } from "../check.ts";
import { bad, good, sentence } from "../model.ts";

export const backend: Check = {
  group: "Backend",
  name: "backend",
  async run(facts) {
    try {
      const { user, url } = await facts.backend();
      await facts.stacks();
      return [good(`Logged in to ${withoutCredentials(url)}${user === "" ? "" : ` as ${user}`}, which answers.`)];
    } catch (error) {
      if (!(error instanceof PulumiFailure)) throw error;
      if (error.reason === "notLoggedIn") return [bad(sentence(error.message), "pulumi login")];
      return [bad(`The Pulumi backend does not answer: ${error.message}.`, "pulumi login")];
    }
  },
};

/** An address without user, password and query, in which there may be keys. */
function withoutCredentials(url: string): string {
  const shown = url.replace(/[?#].*$/s, "");
  return shown.startsWith("file:") ? shown : shown.replace(/(?<=:\/\/).*@/s, "");
}
