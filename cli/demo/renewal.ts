import type { Sandbox } from "../../sandbox/index.ts";
import type { Context } from "./context.ts";
import type { Check } from "./steps.ts";

/** Renews the client secret, and compares both clouds after every call. */
export async function renew({ engine, sandbox }: Context, check: Check): Promise<void> {
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
    await engine.set("rotationTrigger", "demo");
    await engine.up();
  } finally {
    stop();
  }
  check(handedOver.oldValid && handedOver.newValid, "when Gitpod got the new secret, both were valid in Entra");
  check(lapses.length === 0, "Gitpod never held a secret that Entra would refuse");
  check(!secretsInEntra(sandbox).includes(old), "the old one is gone");
  check(
    sandbox.gitpod.integrations.list()[0]?.verified === false,
    "the new credentials need the owner's consent again",
  );
}

function secretAtGitpod({ gitpod }: Sandbox): string {
  return gitpod.integrations.list()[0]?.clientSecret ?? "";
}

function secretsInEntra({ entra }: Sandbox): string[] {
  const [app] = entra.directory.applications.values();
  return [...(app?.passwords.values() ?? [])].map(({ secretText }) => secretText);
}
