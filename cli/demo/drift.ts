import type { Context } from "./context.ts";
import type { Check } from "./steps.ts";

/** Somebody changes the integration on the platform; the status shows it, and a deployment with a refresh reverts it. */
export async function drift({ engine, sandbox, platform, status }: Context, check: Check): Promise<void> {
  const ids = () => platform.integrations(sandbox).map(({ id }) => id);
  const same = ids().join();
  const before = platform.endpoint.read(sandbox);
  platform.endpoint.write(sandbox, `${before}-changed`);
  const findings = (await status()).stacks.flatMap((stack) => stack.findings);
  const found = findings.find(({ code }) => code === "drift");
  check(
    found?.message.includes(platform.endpoint.name) === true,
    `the status names what changed: ${platform.endpoint.name}`,
  );
  await engine.upWithRefresh();
  check(platform.endpoint.read(sandbox) === before, `${platform.displayName} has the former value again`);
  check(ids().join() === same, "the integration is the same one");
}
