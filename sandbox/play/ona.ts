import { ONA } from "../../platforms/ona.ts";
import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Application } from "../entra/models.ts";
import { issuerOf } from "../entra/signIn.ts";
import type { Sandbox } from "../types.ts";
import { changeWeb, forEachApplication } from "./entra.ts";
import { type Place, withApp } from "./place.ts";
import { REPAIR, type Situation, STATUS } from "./situation.ts";

const idTokensOff: Situation = {
  name: "id-tokens-off",
  does: "Somebody turns ID tokens off for every app registration, which Ona needs.",
  next: `open \`connectUrl\`; ${REPAIR}`,
  sees: "AADSTS700054 in the browser, and drift in status.",
  guide: "activation.md#ona",
  needsIntegration: true,
  play: (sandbox) => forEachApplication(sandbox, turnIdTokensOff),
};

const runnerOffline: Situation = {
  name: "runner-offline",
  does: "Ona's runners go offline.",
  next: STATUS,
  sees: "Nobody knows whether the integration is valid (`runner-unavailable`).",
  guide: "status.md#what-needs-a-person",
  play: (sandbox) => setRunners(sandbox, RunnerPhase.INACTIVE),
  lasting: {
    isOn: runnersAreOffline,
    end: (sandbox) => setRunners(sandbox, RunnerPhase.ACTIVE),
  },
};

const DAY = 86_400_000;
const DAYS_LEFT = 12;
/** Days from the first of a token to its last. */
const LIFE = 90;

const tokenEndsSoon: Situation = {
  name: "token-ends-soon",
  does: `Ona's first token, which stacks have, ends in ${DAYS_LEFT} days.`,
  next: `${STATUS}; \`npx gitpod-azure-devops doctor\`; make another on Ona's token page, and set it`,
  sees: "Status needs a person (`token-ending`), and doctor finds the token bad. With another token both are content.",
  guide: "status.md#what-needs-a-person",
  play({ ona: { access, token } }) {
    const expiresAt = access.tokens.now() + DAYS_LEFT * DAY;
    access.tokens.change(token, { expiresAt, createdAt: expiresAt - LIFE * DAY });
  },
  lasting: {
    isOn: firstTokenEnds,
    end: ({ ona: { access, token } }) => access.tokens.change(token, { expiresAt: undefined }),
  },
};

/** By the situation that each follows in the list. */
export const onaSituations: Readonly<Record<string, Situation>> = {
  "permission-removed": idTokensOff,
  "tokens-ended": tokenEndsSoon,
  "secret-lifetime-limited": runnerOffline,
};

function turnIdTokensOff(application: Application): void {
  changeWeb(application, { implicitGrantSettings: { enableIdTokenIssuance: false } });
}

function firstTokenEnds({ ona: { access, token } }: Sandbox): boolean {
  return access.tokens.list().some(({ text, expiresAt }) => text === token && expiresAt !== undefined);
}

/** Those that have ever registered go offline, or come back. */
function setRunners({ ona: { runners } }: Sandbox, phase: RunnerPhase.ACTIVE | RunnerPhase.INACTIVE): void {
  for (const runner of runners.list()) if (runner.registered) runner.phase = phase;
}

function runnersAreOffline({ ona: { runners } }: Sandbox): boolean {
  return runners.list().some(({ phase }) => phase === RunnerPhase.INACTIVE);
}

/** The runners that have registered. */
export function onaPlaces(sandbox: Sandbox): Place[] {
  const { runners, integrations } = sandbox.ona;
  const { defaultPermissions: permissions, idTokens } = ONA;
  const registered = runners.list().filter((runner) => runner.registered);
  return registered.map((runner) => ({
    id: runner.id,
    label: `${ONA.displayName}: ${runner.name}`,
    hosts: [...runner.reachableHosts],
    async make({ appName, host }) {
      const options = { displayName: appName, redirectUri: runner.callbackUrl, permissions, idTokens };
      const issuerUrl = issuerOf(sandbox.entra.authorityHost, sandbox.entra.directory);
      return withApp(sandbox, options, async ({ clientId, password }) => {
        const encryptedClientSecret = await runner.encrypt(password.secretText);
        const oauth = { clientId, encryptedClientSecret, issuerUrl };
        integrations.create({ runnerId: runner.id, scmId: "azuredevops_entra", host, pat: false, oauth });
      });
    },
  }));
}
