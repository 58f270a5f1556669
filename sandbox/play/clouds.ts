import * as effects from "./effects.ts";
import { withdrawConsents } from "./entra.ts";
import { LINK, RENEW, type Situation } from "./situation.ts";

const REFRESH = "`pulumi refresh`";

/** What the clouds and their administrators do. */
export const CLOUDS: readonly Situation[] = [
  {
    name: "throttled",
    does: "Gitpod Classic and Ona answer the next four calls with 429, and ask to wait two seconds.",
    next: REFRESH,
    sees: "The resource's status shows each wait, and the run goes on.",
    guide: "reliability.md#on-both-platforms",
    play: (sandbox) => effects.failPlatforms(sandbox, { type: "rateLimit", retryAfter: 2 }, 4),
  },
  {
    name: "outage",
    does: "Gitpod Classic and Ona answer the next eight calls with 503.",
    next: REFRESH,
    sees: "The call is tried again for 20 seconds, then the run ends with an error. The next run goes on from there.",
    guide: "reliability.md#on-both-platforms",
    play: (sandbox) => effects.failPlatforms(sandbox, { type: "status", status: 503 }, 8),
  },
  {
    name: "lost-answer",
    does: "The next creation of an integration is carried out, but its answer is lost.",
    next: "`pulumi up` in a new stack",
    sees: "The run goes on, and there is one integration, not two.",
    guide: "reliability.md#between-the-plugin-and-gitpod",
    play: effects.loseAnswers,
  },
  {
    name: "replication-lag",
    does: "New apps and secrets stay unknown for 12 seconds where people sign in, new integrations for 6 seconds at Gitpod Classic and 3 at Ona.",
    next: RENEW,
    sees: "The run waits until Entra accepts the new secret, and only then gives it to the platform.",
    guide: "reliability.md#between-the-plugin-and-entras-token-endpoint",
    play: (sandbox) => effects.setLag(sandbox, 12),
    lasting: {
      isOn: ({ entra }) => entra.directory.replicationDelay.secret !== undefined,
      end: (sandbox) => effects.setLag(sandbox, 0),
    },
  },
  {
    name: "tokens-ended",
    does: "The first tokens of Gitpod Classic and Ona end.",
    next: `${REFRESH}; make another token on the platform's token page, export it, and \`pulumi up\``,
    sees: "The platform does not accept the token. With the new one it works again.",
    guide: "troubleshooting.md#messages",
    play: effects.endTokens,
    lasting: {
      isOn: effects.tokensHaveEnded,
      end: effects.giveTokensBack,
    },
  },
  {
    name: "oauth-policy-off",
    does: 'Azure DevOps has its policy "Third-party application access via OAuth" off.',
    next: `${LINK}; \`npx gitpod-azure-devops activate --explain oauth-policy\``,
    sees: "The consent succeeds, but Azure DevOps gives no access (TF400813).",
    guide: "troubleshooting.md#codes-at-activation",
    play: ({ azureDevOps }) => {
      azureDevOps.thirdPartyAccess = false;
    },
    lasting: {
      isOn: ({ azureDevOps }) => !azureDevOps.thirdPartyAccess,
      end: ({ azureDevOps }) => {
        azureDevOps.thirdPartyAccess = true;
      },
    },
  },
  {
    name: "admin-consent-only",
    does: "The tenant lets only administrators consent, and people's consents are withdrawn.",
    next: `${LINK}; \`npx gitpod-azure-devops activate --explain AADSTS90094\``,
    sees: "AADSTS90094 in the browser.",
    guide: "troubleshooting.md#codes-at-activation",
    play: (sandbox) => {
      sandbox.entra.directory.policy.userConsent = false;
      withdrawConsents(sandbox);
    },
    lasting: {
      isOn: ({ entra }) => !entra.directory.policy.userConsent,
      end: ({ entra }) => {
        entra.directory.policy.userConsent = true;
      },
    },
  },
  {
    name: "secret-lifetime-limited",
    does: "A policy of the tenant allows client secrets of 30 days at most.",
    next: `${RENEW}; \`pulumi config set secretLifetimeDays 30\`, \`pulumi up\``,
    sees: "Graph refuses the new secret, and the platform keeps the old one. With 30 days it works.",
    guide: "troubleshooting.md#messages",
    play: ({ entra }) => {
      entra.directory.policy.maxSecretLifetimeDays = 30;
    },
    lasting: {
      isOn: ({ entra }) => entra.directory.policy.maxSecretLifetimeDays !== undefined,
      end: ({ entra }) => {
        entra.directory.policy.maxSecretLifetimeDays = undefined;
      },
    },
  },
];
