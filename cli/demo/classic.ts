import type { DemoPlatform } from "./platform.ts";

export const classicDemo: DemoPlatform = {
  displayName: "Gitpod",
  cloud: "gitpod",
  update: "UpdateAuthProvider",
  outputs: ["redirectUri", "authorizationUrl", "tokenUrl", "integrationId", "activationUrl", "verified"],
  link: "activationUrl",
  person: {
    title: "Activate: sign in and consent, as an organization owner would",
    who: "the owner",
    proof: "Gitpod exchanged the code for a token: the integration is active",
  },
  waiting: { finding: "not-activated", claim: "only the owner's activation is missing" },
  renewal: { ends: true, claim: "the new credentials need the owner's consent again" },
  endpoint: {
    name: "tokenUrl",
    read: ({ gitpod }) => gitpod.integrations.list()[0]?.tokenUrl,
    write({ gitpod }, tokenUrl) {
      for (const { id } of gitpod.integrations.list()) gitpod.integrations.modify(id, { tokenUrl });
    },
  },
  settings: (sandbox) => sandbox.settings(),
  secretSettings: (sandbox) => sandbox.secretSettings(),
  host: ({ gitpod }) => gitpod.host,
  token: ({ gitpod }) => gitpod.token,
  place: ({ gitpod }) => gitpod.organizationId,
  integrations: ({ gitpod }) =>
    gitpod.integrations.list().map(({ id, clientId, clientSecret, verified }) => ({
      id,
      clientId,
      secret: Promise.resolve(clientSecret),
      inUse: verified,
    })),
};
