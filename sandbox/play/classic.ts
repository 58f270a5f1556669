import { CLASSIC } from "../../platforms/classic.ts";
import { AuthProviderType } from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import type { Role } from "../classic/installation.ts";
import type { Sandbox } from "../types.ts";
import { type Place, withApp } from "./place.ts";
import { RENEW, REPAIR, type Situation, STATUS } from "./situation.ts";

const deactivated: Situation = {
  name: "deactivated",
  does: "Gitpod Classic sets every integration back to unverified, as after a change by hand.",
  next: `${STATUS}; \`npx gitpod-azure-devops activate\``,
  sees: "Status says that it is not activated; activate waits for an owner's consent.",
  guide: "activation.md",
  needsIntegration: true,
  play: deactivateAll,
};

const otherApp: Situation = {
  name: "other-app",
  does: "Somebody pastes the id and secret of an app of their own into every integration of Gitpod Classic.",
  next: `${RENEW}; then ${REPAIR}`,
  sees: "The update is refused, because somebody else changed the integration. With a refresh it gets the stack's app again.",
  guide: "reliability.md#nothing-alive-is-lost",
  needsIntegration: true,
  play: pasteOtherApp,
};

const memberToken: Situation = {
  name: "member-token",
  does: "The owner of the stack's token becomes a mere member of the organization Acme.",
  next: RENEW,
  sees: "The run is refused, because only an owner may change the integration.",
  guide: "troubleshooting.md#messages",
  play: (sandbox) => setRole(sandbox, "member"),
  lasting: {
    isOn: ({ gitpod: { installation, organizationId } }) =>
      installation.organizations.roleOf(installation.user, organizationId) === "member",
    end: (sandbox) => setRole(sandbox, "owner"),
  },
};

/** By the situation that each follows in the list. */
export const classicSituations: Readonly<Record<string, Situation>> = {
  "secret-ended": deactivated,
  "deleted-at-gitpod": otherApp,
  "replication-lag": memberToken,
};

function deactivateAll({ gitpod: { integrations } }: Sandbox): void {
  for (const { id } of integrations.list()) integrations.modify(id, { verified: false });
}

/** Somebody makes an app of their own, and pastes its id and secret into each integration of Gitpod Classic. */
function pasteOtherApp({ gitpod, entra: { directory } }: Sandbox): void {
  const redirectUris = [`${gitpod.origin}/auth/callback`];
  const { id, appId } = directory.addApplication({ displayName: "Somebody's app", web: { redirectUris } });
  directory.addPrincipal(appId);
  const { secretText } = directory.addPassword(id);
  for (const integration of gitpod.integrations.list()) {
    gitpod.integrations.update(integration, { ...integration, clientId: appId, clientSecret: secretText });
  }
}

/** The role of the owner of GITPOD_TOKEN in the organization Acme. */
function setRole({ gitpod: { installation, organizationId } }: Sandbox, role: Role): void {
  installation.setRole(organizationId, role);
}

/** The organizations. */
export function classicPlaces(sandbox: Sandbox): Place[] {
  const { host: gitpodHost, installation, integrations } = sandbox.gitpod;
  const { defaultPermissions: permissions, idTokens } = CLASSIC;
  return installation.organizations.list().map(({ id, name }) => ({
    id,
    label: `${CLASSIC.displayName}: ${name}`,
    hosts: installation.reachableHosts(),
    async make({ appName, host, activated }) {
      const redirectUri = CLASSIC.redirectUri(gitpodHost);
      const options = { displayName: appName, redirectUri, permissions, idTokens };
      const endpoints = `${sandbox.entra.authorityHost}/${sandbox.entra.tenantId}/oauth2/v2.0`;
      return withApp(sandbox, options, ({ clientId, password }) => {
        const integration = integrations.create({
          organizationId: id,
          type: AuthProviderType.AZURE_DEVOPS,
          host,
          clientId,
          clientSecret: password.secretText,
          authorizationUrl: `${endpoints}/authorize`,
          tokenUrl: `${endpoints}/token`,
        });
        integrations.modify(integration.id, { verified: activated });
      });
    },
  }));
}
