import * as effects from "./effects.ts";
import { LINK, RENEW, type Situation, STATUS } from "./situation.ts";

const REPAIR = "`pulumi up --refresh`";

/** What people and time do to what exists. */
export const OUTSIDE: readonly Situation[] = [
  {
    name: "secret-ended",
    does: "Entra moves the end of every client secret into the past.",
    next: `${STATUS}; ${LINK}; ${RENEW}`,
    sees: "Entra refuses the secret (AADSTS7000222), and status needs a person. The deployment brings a new secret.",
    guide: "status.md#what-needs-a-person",
    needsIntegration: true,
    play: (sandbox) =>
      effects.forEachSecret(sandbox, ({ id }, keyId) => sandbox.entra.directory.endPassword(id, keyId)),
  },
  {
    name: "deactivated",
    does: "Gitpod Classic sets every integration back to unverified, as after a change by hand.",
    next: `${STATUS}; \`npx gitpod-azure-devops activate\``,
    sees: "Status says that it is not activated; activate waits for an owner's consent.",
    guide: "activation.md",
    needsIntegration: true,
    play: effects.deactivateAll,
  },
  {
    name: "deleted-in-portal-app",
    does: "Somebody deletes every app registration in the portal, and its service principal with it.",
    next: `${STATUS}; ${LINK}; ${REPAIR}`,
    sees: "AADSTS700016, and drift. The deployment makes another app, which the platform gets.",
    guide: "troubleshooting.md#codes-at-activation",
    needsIntegration: true,
    play: (sandbox) => effects.forEachApplication(sandbox, ({ id }) => sandbox.entra.directory.removeApplication(id)),
  },
  {
    name: "deleted-in-portal-principal",
    does: "Somebody deletes the service principal (enterprise application) of every app, and the consents with it.",
    next: `${RENEW}; then ${REPAIR}`,
    sees: "AADSTS7000229: the new secret is refused, and the platform keeps what it has. With a refresh it works again.",
    guide: "troubleshooting.md#messages",
    needsIntegration: true,
    play: (sandbox) => effects.forEachApplication(sandbox, (app) => effects.removePrincipal(sandbox, app)),
  },
  {
    name: "deleted-in-portal-secret",
    does: "Somebody deletes every client secret in the portal.",
    next: `${STATUS}; ${LINK}; ${REPAIR}`,
    sees: "AADSTS7000215: the secret is refused. The deployment brings a new one, with a whole lifetime.",
    guide: "reliability.md#changes-from-outside",
    needsIntegration: true,
    play: (sandbox) =>
      effects.forEachSecret(sandbox, ({ id }, keyId) => sandbox.entra.directory.removePassword(id, keyId)),
  },
  {
    name: "redirect-uri-changed",
    does: "Somebody changes the redirect URI of every app registration.",
    next: `${LINK}; ${REPAIR}`,
    sees: "AADSTS50011 in the browser, and drift in status.",
    guide: "activation.md",
    needsIntegration: true,
    play: (sandbox) => effects.forEachApplication(sandbox, effects.changeRedirectUris),
  },
  {
    name: "permission-removed",
    does: "Somebody takes vso.code_write away from every app registration.",
    next: `${LINK}; ${REPAIR}`,
    sees: "AADSTS70011 in the browser, and drift in status.",
    guide: "troubleshooting.md#codes-at-activation",
    needsIntegration: true,
    play: (sandbox) => effects.forEachApplication(sandbox, effects.removeWritePermission),
  },
  {
    name: "id-tokens-off",
    does: "Somebody turns ID tokens off for every app registration, which Ona needs.",
    next: `open \`connectUrl\`; ${REPAIR}`,
    sees: "AADSTS700054 in the browser, and drift in status.",
    guide: "activation.md#ona",
    needsIntegration: true,
    play: (sandbox) => effects.forEachApplication(sandbox, effects.turnIdTokensOff),
  },
  {
    name: "deleted-at-gitpod",
    does: "Somebody deletes every integration of Gitpod Classic and Ona. At Ona people's sign-ins go with it.",
    next: `${STATUS}; ${REPAIR}`,
    sees: "Drift. The deployment makes it again: an owner activates it, and on Ona people connect again.",
    guide: "reliability.md#changes-from-outside",
    needsIntegration: true,
    play: effects.deleteIntegrations,
  },
  {
    name: "other-app",
    does: "Somebody pastes the id and secret of an app of their own into every integration of Gitpod Classic.",
    next: `${RENEW}; then ${REPAIR}`,
    sees: "The update is refused, because somebody else changed the integration. With a refresh it gets the stack's app again.",
    guide: "reliability.md#nothing-alive-is-lost",
    needsIntegration: true,
    play: effects.pasteOtherApp,
  },
];
