import type { Sandbox } from "../../../sandbox/index.ts";
import { PLATFORMS } from "./platforms/index.ts";

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly outputs?: { readonly clientId?: unknown };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TYPES: ReadonlySet<string> = new Set(PLATFORMS.map(({ type }) => type));

/** The resources in a state, as it is on disk or exported. */
export function resourcesIn(state: string): StateResource[] {
  const { checkpoint, deployment } = JSON.parse(state);
  return (checkpoint?.latest ?? deployment)?.resources ?? [];
}

/** The integrations that the state says are alive. */
export function integrationsIn(state: string): StateResource[] {
  return resourcesIn(state).filter((resource) => TYPES.has(resource.type) && !resource.delete);
}

/**
 * Where state and clouds disagree: what the state says is alive must be alive and sign people in, and what is alive and
 * ours, by its app, must be in the state. Names only ids.
 */
export async function losses(state: string, sandboxes: readonly Sandbox[]): Promise<string[]> {
  const known = integrationsIn(state);
  const apps = new Set(resourcesIn(state).map(({ outputs }) => outputs?.clientId));
  const live = (await Promise.all(sandboxes.map(integrationsAt))).flat();
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

/** The integrations of every platform. */
async function integrationsAt(sandbox: Sandbox) {
  const all = PLATFORMS.flatMap((platform) => platform.stored(sandbox).map((each) => ({ ...each, platform })));
  return Promise.all(
    all.map(async ({ platform, ...each }) => {
      return { ...each, sandbox, clientSecret: await platform.secret(sandbox, each.id) };
    }),
  );
}

interface Credentials {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
}

/** Entra knows the app, its service principal and the secret. */
function signsIn({ clientId = "", clientSecret }: Credentials, { entra }: Sandbox): boolean {
  const now = entra.directory.now().getTime();
  const passwords = [...(entra.directory.findByAppId(clientId)?.passwords.values() ?? [])];
  const valid = passwords.some((each) => each.secretText === clientSecret && Date.parse(each.endDateTime) > now);
  return valid && entra.directory.findPrincipal(clientId) !== undefined;
}
