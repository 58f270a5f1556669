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

/** The integrations that the state holds for alive. */
export function integrationsIn(state: string): StateResource[] {
  return resourcesIn(state).filter((resource) => resource.type === AUTH_PROVIDER && !resource.delete);
}

/**
 * What state and clouds disagree in: what the state holds for alive is alive and signs people in, and what is alive and
 * ours, by its app, is in the state. Names ids only.
 */
export function losses(state: string, sandboxes: readonly Sandbox[]): string[] {
  const known = integrationsIn(state);
  const apps = new Set(resourcesIn(state).map(({ outputs }) => outputs?.clientId));
  const live = sandboxes.flatMap((sandbox) => sandbox.gitpod.integrations.list().map((each) => ({ ...each, sandbox })));
  const ids = new Set(live.map(({ id }) => id));
  const gone = known.filter(({ id = "" }) => !ids.has(id));
  const orphans = live.filter(({ id, clientId }) => apps.has(clientId) && !known.some((each) => each.id === id));
  const mute = live.filter((each) => known.some(({ id }) => id === each.id) && !signsIn(each, each.sandbox));
  return [
    ...gone.map(({ urn, id }) => `${urn.split("::").at(-1)} has ${id}, which is gone`),
    ...orphans.map(({ id }) => `${id} is ours and in no entry of the state`),
    ...mute.map(({ id }) => `${id} signs nobody in`),
  ];
}

/**
 * Losses of a run that its output does not name. A run that ended half-way, or did a part only, may leave an entry behind
 * whose integration another has by now: it names it.
 */
export function unsaidLosses(
  before: readonly string[],
  after: readonly string[],
  output: string,
  partly: boolean,
): string[] {
  const named = (loss: string) => loss.split(/[ ,]/).some((word) => UUID.test(word) && output.includes(word));
  return after.filter((loss) => !before.includes(loss) && !(partly && named(loss)));
}

/** Entra knows the app, its service principal and the secret. */
function signsIn({ clientId, clientSecret }: { clientId: string; clientSecret: string }, { entra }: Sandbox): boolean {
  const now = entra.directory.now().getTime();
  const passwords = [...(entra.directory.findByAppId(clientId)?.passwords.values() ?? [])];
  const valid = passwords.some((each) => each.secretText === clientSecret && Date.parse(each.endDateTime) > now);
  return valid && entra.directory.findPrincipal(clientId) !== undefined;
}
