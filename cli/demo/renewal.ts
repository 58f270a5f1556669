import type { Sandbox } from "../../sandbox/index.ts";
import { stylesFor } from "../shared/terminal.ts";
import { table } from "../status/table.ts";
import type { Stage } from "./context.ts";
import type { Check } from "./steps.ts";

/** What the status is expected to be: all is well, or an owner still has to activate the integration. */
export type Expected = "well" | "not-activated";

/** Shows what `npm run status` shows. */
export async function showStatus(stage: Stage, check: Check, expected: Expected): Promise<void> {
  const report = await stage.status();
  const styles = stylesFor({ isTTY: stage.colours, write: () => true });
  for (const line of table(report, { styles, columns: 100, blocks: stage.colours }).split("\n")) stage.teller.say(line);
  const [stack] = report.stacks;
  check(stack !== undefined && stack.error === undefined, "the state and both clouds were read");
  const findings = stack?.findings.map(({ code }) => code).join();
  if (expected === "well") check(findings === "", "nothing waits for a person");
  else check(findings === expected, "the owner's activation is all it waits for");
}

/** Renews the client secret, and looks at both clouds after every call. */
export async function renew({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const old = secretAtGitpod(sandbox);
  const lapses: string[] = [];
  let handedOver = { oldValid: false, newValid: false };
  const stop = sandbox.journal.onEntry(({ operation }) => {
    const [valid, held] = [secretsInEntra(sandbox), secretAtGitpod(sandbox)];
    if (!valid.includes(held)) lapses.push(operation);
    if (operation === "UpdateAuthProvider") {
      handedOver = { oldValid: valid.includes(old), newValid: held !== old && valid.includes(held) };
    }
  });
  try {
    await engine.set("gitpod-azure-devops:rotationTrigger", "demo");
    await engine.up();
  } finally {
    stop();
  }
  check(handedOver.oldValid && handedOver.newValid, "when Gitpod got the new secret, both were valid in Entra");
  check(lapses.length === 0, "after no call did Gitpod hold one that Entra would refuse");
  check(!secretsInEntra(sandbox).includes(old), "the old one is gone");
  check(sandbox.gitpod.providers.list()[0]?.verified === false, "new credentials want the owner's consent again");
}

function secretAtGitpod({ gitpod }: Sandbox): string {
  return gitpod.providers.list()[0]?.clientSecret ?? "";
}

function secretsInEntra({ entra }: Sandbox): string[] {
  const [app] = entra.directory.applications.values();
  return [...(app?.passwords.values() ?? [])].map(({ secretText }) => secretText);
}
