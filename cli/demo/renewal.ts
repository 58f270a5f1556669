import type { Sandbox } from "../../sandbox/index.ts";
import type { Context } from "./context.ts";
import type { Check } from "./steps.ts";

/** Renews the client secret, and compares both clouds after every call. */
export async function renew({ engine, sandbox, platform }: Context, check: Check): Promise<void> {
  const { displayName, renewal } = platform;
  const held = async () => (await platform.integrations(sandbox)[0]?.secret) ?? "";
  const old = await held();
  const moments: Promise<{ operation: string; valid: string[]; held: string }>[] = [];
  const stop = sandbox.journal.onEntry(({ operation }) => {
    const valid = secretsInEntra(sandbox);
    moments.push(held().then((secret) => ({ operation, valid, held: secret })));
  });
  try {
    await engine.set("rotationTrigger", "demo");
    await engine.up();
  } finally {
    stop();
  }
  const all = await Promise.all(moments);
  const handedOver = all.find(({ operation }) => operation === platform.update);
  check(
    handedOver !== undefined &&
      handedOver.held !== old &&
      [old, handedOver.held].every((secret) => handedOver.valid.includes(secret)),
    `when ${displayName} got the new secret, both were valid in Entra`,
  );
  check(
    all.every(({ valid, held: secret }) => valid.includes(secret)),
    `${displayName} never held a secret that Entra would refuse`,
  );
  check(!secretsInEntra(sandbox).includes(old), "the old one is gone");
  check(platform.integrations(sandbox)[0]?.inUse === !renewal.ends, renewal.claim);
}

function secretsInEntra({ entra }: Sandbox): string[] {
  const [app] = entra.directory.applications.values();
  return [...(app?.passwords.values() ?? [])].map(({ secretText }) => secretText);
}
