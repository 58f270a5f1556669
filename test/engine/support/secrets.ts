import type { Sandbox } from "../../../sandbox/index.ts";

/** Entra would accept the secret that Gitpod has now. */
export function gitpodHoldsValidSecret({ gitpod, entra }: Sandbox): boolean {
  return gitpod.integrations.list().every(({ clientId, clientSecret }) => {
    const passwords = [...(entra.directory.findByAppId(clientId)?.passwords.values() ?? [])];
    const now = entra.directory.now().getTime();
    return passwords.some((each) => each.secretText === clientSecret && Date.parse(each.endDateTime) > now);
  });
}
