import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

/** What a user would write otherwise: an app registration, and the integration as a dynamic resource. */
export default function program(): object {
  const application = new azuread.Application("app", {
    displayName: "Gitpod",
    web: { redirectUris: ["https://gitpod.example.com/auth/callback"] },
  });
  const principal = new azuread.ServicePrincipal("principal", { clientId: application.clientId });
  const endDate = `${new Date().getUTCFullYear() + 1}-12-31T00:00:00Z`;
  const password = new azuread.ApplicationPassword("secret", { applicationId: application.id, endDate });
  const config = new pulumi.Config("gitpod");
  const own = new pulumi.Config("gitpod-azure-devops");
  const sign = `${own.require("authorityHost")}/${own.require("tenantId")}/oauth2/v2.0`;
  const integration = new Integration(
    "azure-devops-integration",
    {
      apiUrl: config.require("apiUrl"),
      token: config.requireSecret("token"),
      organizationId: own.require("organizationId"),
      host: "dev.azure.com",
      clientId: application.clientId,
      clientSecret: password.value,
      authorizationUrl: `${sign}/authorize`,
      tokenUrl: `${sign}/token`,
    },
    { dependsOn: principal },
  );
  return { integrationId: integration.id };
}

type OAuthInput = "clientId" | "clientSecret" | "authorizationUrl" | "tokenUrl";
type Inputs = Readonly<Record<"apiUrl" | "token" | "organizationId" | "host" | OAuthInput, string>>;

class Integration extends pulumi.dynamic.Resource {
  constructor(name: string, args: { [K in keyof Inputs]: pulumi.Input<string> }, opts: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts);
  }
}

async function call(inputs: Inputs, method: string, body: object): Promise<{ authProvider: { id: string } }> {
  const answer = await fetch(`${inputs.apiUrl}/gitpod.v1.AuthProviderService/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${inputs.token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method}: ${answer.status}`);
  return (await answer.json()) as { authProvider: { id: string } };
}

function oauth2Config({ clientId, clientSecret, authorizationUrl, tokenUrl }: Inputs) {
  return { clientId, clientSecret, authorizationUrl, tokenUrl };
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    const { organizationId, host } = inputs;
    const type = "AUTH_PROVIDER_TYPE_AZURE_DEVOPS";
    const request = { organizationId, host, type, oauth2Config: oauth2Config(inputs) };
    const { authProvider } = await call(inputs, "CreateAuthProvider", request);
    return { id: authProvider.id, outs: inputs };
  },
  async read(id, outs) {
    if (outs === undefined) return { id };
    await call(outs, "GetAuthProvider", { authProviderId: id });
    return { id, props: outs };
  },
  async diff(_, olds, news) {
    return { changes: JSON.stringify(oauth2Config(olds)) !== JSON.stringify(oauth2Config(news)) };
  },
  async update(id, _, news) {
    await call(news, "UpdateAuthProvider", { authProviderId: id, ...oauth2Config(news) });
    return { outs: news };
  },
  async delete(id, outs) {
    await call(outs, "DeleteAuthProvider", { authProviderId: id });
  },
};
