import type { Sandbox, StoredScmIntegration } from "../../sandbox/index.ts";
import type { DemoPlatform, Held } from "./platform.ts";

export const onaDemo: DemoPlatform = {
  displayName: "Ona",
  cloud: "ona",
  update: "UpdateSCMIntegration",
  outputs: ["redirectUri", "issuerUrl", "integrationId", "connectUrl", "verified", "problems"],
  link: "connectUrl",
  person: {
    title: "Connect: sign in and consent, as each person does once",
    who: "the person",
    proof: "Ona's runner exchanged the code for a token: the person is connected",
  },
  waiting: undefined,
  renewal: { ends: false, claim: "the person stays connected" },
  endpoint: {
    name: "issuerUrl",
    read: ({ ona }) => ona.integrations.list()[0]?.oauth?.issuerUrl,
    write({ ona }, issuerUrl) {
      for (const { id, oauth } of ona.integrations.list())
        ona.integrations.update(id, { oauth: oauth && { ...oauth, issuerUrl } });
    },
  },
  settings: (sandbox) => sandbox.onaSettings(),
  secretSettings: (sandbox) => sandbox.onaSecretSettings(),
  host: ({ ona }) => ona.host,
  token: ({ ona }) => ona.token,
  place: ({ ona }) => ona.runnerId,
  integrations: (sandbox) => sandbox.ona.integrations.list().map((each) => held(sandbox, each)),
};

function held({ ona }: Sandbox, { id, runnerId, host, oauth }: StoredScmIntegration): Held {
  const decrypted = oauth && ona.runners.find(runnerId).decrypt(oauth.encryptedClientSecret);
  return {
    id,
    clientId: oauth?.clientId,
    secret: Promise.resolve(decrypted).then((secret = "") => secret),
    inUse: ona.signIns.of(ona.access.userId, { runnerId, host }).length > 0,
  };
}
