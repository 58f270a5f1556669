import type { Sandbox } from "../../../sandbox/index.ts";

/** The secret that Gitpod holds is one that Entra would accept at this moment. */
export function gitpodHoldsValidSecret({ gitpod, entra }: Sandbox): boolean {
  return gitpod.integrations.list().every(({ clientId, clientSecret }) => {
    const passwords = [...(entra.directory.findByAppId(clientId)?.passwords.values() ?? [])];
    const now = entra.directory.now().getTime();
    return passwords.some((each) => each.secretText === clientSecret && Date.parse(each.endDateTime) > now);
  });
}

/** Looks after each call to either cloud, and names in the list that it returns each one after which that does not hold. */
export function watchSecrets(sandbox: Sandbox): string[] {
  const lapses: string[] = [];
  sandbox.journal.onEntry(({ operation }) => {
    if (!gitpodHoldsValidSecret(sandbox)) lapses.push(operation);
  });
  return lapses;
}
