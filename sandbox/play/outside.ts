import { deleteIntegrations } from "./effects.ts";
import {
  changeRedirectUris,
  forEachApplication,
  forEachSecret,
  removePrincipal,
  removeWritePermission,
} from "./entra.ts";
import { LINK, RENEW, REPAIR, type Situation, STATUS } from "./situation.ts";

/** What people and time do to what exists. */
export const OUTSIDE: readonly Situation[] = [
  {
    name: "secret-ended",
    does: "Entra moves the end of every client secret into the past.",
    next: `${STATUS}; ${LINK}; ${RENEW}`,
    sees: "Entra refuses the secret (AADSTS7000222), and status needs a person. The deployment brings a new secret.",
    guide: "status.md#what-needs-a-person",
    needsIntegration: true,
    play: (sandbox) => forEachSecret(sandbox, ({ id }, keyId) => sandbox.entra.directory.endPassword(id, keyId)),
  },
  {
    name: "deleted-in-portal-app",
    does: "Somebody deletes every app registration in the portal, and its service principal with it.",
    next: `${STATUS}; ${LINK}; ${REPAIR}`,
    sees: "AADSTS700016, and drift. The deployment makes another app, which the platform gets.",
    guide: "troubleshooting.md#codes-at-activation",
    needsIntegration: true,
    play: (sandbox) => forEachApplication(sandbox, ({ id }) => sandbox.entra.directory.removeApplication(id)),
  },
  {
    name: "deleted-in-portal-principal",
    does: "Somebody deletes the service principal (enterprise application) of every app, and the consents with it.",
    next: `${RENEW}; then ${REPAIR}`,
    sees: "AADSTS7000229: the new secret is refused, and the platform keeps what it has. With a refresh it works again.",
    guide: "troubleshooting.md#messages",
    needsIntegration: true,
    play: (sandbox) => forEachApplication(sandbox, (app) => removePrincipal(sandbox, app)),
  },
  {
    name: "deleted-in-portal-secret",
    does: "Somebody deletes every client secret in the portal.",
    next: `${STATUS}; ${LINK}; ${REPAIR}`,
    sees: "AADSTS7000215: the secret is refused. The deployment brings a new one, with a whole lifetime.",
    guide: "reliability.md#changes-from-outside",
    needsIntegration: true,
    play: (sandbox) => forEachSecret(sandbox, ({ id }, keyId) => sandbox.entra.directory.removePassword(id, keyId)),
  },
  {
    name: "redirect-uri-changed",
    does: "Somebody changes the redirect URI of every app registration.",
    next: `${LINK}; ${REPAIR}`,
    sees: "AADSTS50011 in the browser, and drift in status.",
    guide: "activation.md",
    needsIntegration: true,
    play: (sandbox) => forEachApplication(sandbox, changeRedirectUris),
  },
  {
    name: "permission-removed",
    does: "Somebody takes vso.code_write away from every app registration.",
    next: `${LINK}; ${REPAIR}`,
    sees: "AADSTS70011 in the browser, and drift in status.",
    guide: "troubleshooting.md#codes-at-activation",
    needsIntegration: true,
    play: (sandbox) => forEachApplication(sandbox, removeWritePermission),
  },
  {
    name: "deleted-at-gitpod",
    does: "Somebody deletes every integration of Gitpod Classic and Ona. At Ona people's sign-ins go with it.",
    next: `${STATUS}; ${REPAIR}`,
    sees: "Drift. The deployment makes it again: an owner activates it, and on Ona people connect again.",
    guide: "reliability.md#changes-from-outside",
    needsIntegration: true,
    play: deleteIntegrations,
  },
];
