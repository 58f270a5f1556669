import type { Sandbox } from "../../../sandbox/index.ts";

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly outputs?: { readonly clientId?: unknown };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const AUTH_PROVIDER = "gitpod:index:AuthProvider";

/** The resources in a state, as it is on disk or exported. */
export function resourcesIn(state: string): StateResource[] {
  const { checkpoint, deployment } = JSON.parse(state);
  return (checkpoint?.latest ?? deployment)?.resources ?? [];
}

/** The integrations that the state says are alive. */
export function integrationsIn(state: string): StateResource[] {
  return resourcesIn(state).filter((resource) => resource.type === AUTH_PROVIDER && !resource.delete);
}

/**
 * Where state and clouds disagree: what the state says is alive must be alive and sign people in, and what is alive and
 * ours, by its app, must be in the state. Names only ids.
 */
export function losses(state: string, sandboxes: readonly Sandbox[]): string[] {
  const known = integrationsIn(state);
  const apps = new Set(resourcesIn(state).map(({ outputs }) => outputs?.clientId));
  const live = sandboxes.flatMap((sandbox) => sandbox.gitpod.integrations.list().map((each) => ({ ...each, sandbox })));
  const ids = new Set(live.map(({ id }) => id));
  const gone = known.filter(({ id = "" }) => !ids.has(id));
  const orphans = live.filter(({ id, clientId }) => apps.has(clientId) && !known.some((each) => each.id === id));
  const unusable = live.filter((each) => known.some(({ id }) => id === each.id) && !signsIn(each, each.sandbox));
  return [
    ...gone.map(({ urn, id }) => `${urn.split("::").at(-1)} has ${id}, which is gone`),
    ...orphans.map(({ id }) => `${id} is ours and in no entry of the state`),
    ...unusable.map(({ id }) => `${id} signs nobody in`),
  ];
}

/**
 * Losses that a run's output does not name. A run that failed half-way or was partial may leave an entry behind whose
 * integration another entry now has, if it names it.
 */
export function unreportedLosses(
  before: readonly string[],
  after: readonly string[],
  output: string,
  partial: boolean,
): string[] {
  const named = (loss: string) => loss.split(/[ ,]/).some((word) => UUID.test(word) && output.includes(word));
  return after.filter((loss) => !before.includes(loss) && !(partial && named(loss)));
}

/** Entra knows the app, its service principal and the secret. */
function signsIn({ clientId, clientSecret }: { clientId: string; clientSecret: string }, { entra }: Sandbox): boolean {
  const now = entra.directory.now().getTime();
  const passwords = [...(entra.directory.findByAppId(clientId)?.passwords.values() ?? [])];
  const valid = passwords.some((each) => each.secretText === clientSecret && Date.parse(each.endDateTime) > now);
  return valid && entra.directory.findPrincipal(clientId) !== undefined;
}
