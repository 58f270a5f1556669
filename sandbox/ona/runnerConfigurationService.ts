import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import type {
  CreateSCMIntegrationRequest,
  ListSCMIntegrationsRequest,
  RunnerConfigurationSchemaSchema,
  RunnerConfigurationService,
  SCMIntegrationSchema,
  UpdateSCMIntegrationRequest,
} from "../../provider/ona/gen/gitpod/v1/runner_configuration_pb.js";
import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Organization } from "./organization.ts";
import { selectOnaPage } from "./page.ts";
import type { Runner, Runners } from "./runners.ts";
import type { NewScmIntegration, StoredOAuth, StoredScmIntegration } from "./scmIntegrations.ts";
import { SCMS } from "./scms.ts";
import { checkUuid } from "./uuid.ts";
import { validate } from "./validation.ts";

const MAX_RUNNER_IDS = 25;

const invalid = (message: string) => new ConnectError(`validation error: ${message}`, Code.InvalidArgument);

/** What a runner says of the source controls that it knows. */
function schemaOf(runner: Runner): MessageInitShape<typeof RunnerConfigurationSchemaSchema> {
  if (!runner.registered) {
    throw new ConnectError("runner has not published its configuration schema", Code.FailedPrecondition);
  }
  const scm = Object.entries(SCMS).map(([scmId, { name, defaultHosts, oauth }]) => ({
    scmId,
    name,
    defaultHosts: [...(scmId === "azuredevops_entra" ? runner.defaultHosts : defaultHosts)],
    ...(oauth ? { oauth: { callbackUrl: runner.callbackUrl } } : {}),
    pat: { description: `A personal access token of ${name}.`, docsLink: "https://ona.com/docs" },
  }));
  return { version: "1", scm };
}

async function toEntry(runner: Runner, request: CreateSCMIntegrationRequest): Promise<NewScmIntegration> {
  const { scmId, host, pat, virtualDirectory } = request;
  for (const [field, value] of Object.entries({ scm_id: scmId, host }))
    if (value === "") throw invalid(`${field}: value is required`);
  return {
    runnerId: runner.id,
    scmId,
    host,
    pat,
    virtualDirectory,
    oauth: toOAuth(request, await encryptedSecret(runner, request)),
  };
}

type OAuthFields = Pick<UpdateSCMIntegrationRequest, "oauthClientId" | "oauthPlaintextClientSecret" | "issuerUrl">;

async function encryptedSecret(runner: Runner, { oauthPlaintextClientSecret: secret }: OAuthFields) {
  return secret ? runner.encrypt(secret) : undefined;
}

/** The OAuth settings after a request; fields that it leaves out keep what was there. An empty client id removes them. */
function toOAuth(
  { oauthClientId, issuerUrl }: OAuthFields,
  secret: StoredOAuth["encryptedClientSecret"] | undefined,
  existing?: StoredOAuth,
): StoredOAuth | undefined {
  if (oauthClientId === "") return undefined;
  const clientId = oauthClientId ?? existing?.clientId;
  const encryptedClientSecret = secret ?? existing?.encryptedClientSecret;
  if (clientId === undefined && encryptedClientSecret === undefined) return undefined;
  if (clientId === undefined || encryptedClientSecret === undefined) {
    throw invalid("OAuth needs both a client id and a client secret");
  }
  return { clientId, encryptedClientSecret, issuerUrl: issuerUrl ?? existing?.issuerUrl ?? "" };
}

/** Lists also what the runners inherit. */
function list(
  { runners, integrations }: Organization,
  { filter }: ListSCMIntegrationsRequest,
): readonly StoredScmIntegration[] {
  const wanted = filter?.runnerIds ?? [];
  if (wanted.length > MAX_RUNNER_IDS) throw invalid(`filter.runner_ids: at most ${MAX_RUNNER_IDS} values`);
  for (const id of wanted) checkUuid("filter.runner_ids", id);
  const inherited = runners.list().flatMap((runner) => integrations.inheritedBy(runner));
  return seen(runners, [...integrations.visible(), ...inherited]).filter(
    ({ runnerId }) => wanted.length === 0 || wanted.includes(runnerId),
  );
}

/** Those of the runners that a token sees. */
function seen(runners: Runners, all: readonly StoredScmIntegration[]): readonly StoredScmIntegration[] {
  return all.filter(({ runnerId }) => runners.get(runnerId)?.hidden !== true);
}

function toMessage(integration: StoredScmIntegration): MessageInitShape<typeof SCMIntegrationSchema> {
  const { oauth, virtualDirectory, ...rest } = integration;
  return {
    ...rest,
    ...(oauth === undefined ? {} : { oauth }),
    ...(virtualDirectory === undefined ? {} : { virtualDirectory }),
  };
}

/** The integration among these that a request names. */
function find(all: readonly StoredScmIntegration[], id: string): StoredScmIntegration {
  checkUuid("id", id);
  const integration = all.find((each) => each.id === id);
  if (integration === undefined) throw new ConnectError("SCM integration not found", Code.NotFound);
  return integration;
}

/** Reads the integration only when the secret is encrypted, so that no change meanwhile is lost. */
async function update({ runners, integrations }: Organization, request: UpdateSCMIntegrationRequest): Promise<void> {
  const { runnerId } = find(seen(runners, integrations.list()), request.id);
  const secret = await encryptedSecret(runners.find(runnerId), request);
  const existing = find(integrations.list(), request.id);
  const { pat = existing.pat, virtualDirectory = existing.virtualDirectory } = request;
  integrations.update(request.id, { pat, virtualDirectory, oauth: toOAuth(request, secret, existing.oauth) });
}

/** The API behind a runner's source-control settings. */
export function runnerConfigurationService(organization: Organization): ServiceImpl<typeof RunnerConfigurationService> {
  const { access, runners, integrations } = organization;
  return {
    async createSCMIntegration(request, { requestHeader }) {
      access.checkWrite(requestHeader);
      const entry = await toEntry(runners.find(request.runnerId), request);
      return { id: integrations.create(entry).id };
    },
    getSCMIntegration({ id }, { requestHeader }) {
      access.checkRead(requestHeader);
      return { integration: toMessage(find(seen(runners, integrations.visible()), id)) };
    },
    listSCMIntegrations(request, { requestHeader, url }) {
      access.checkRead(requestHeader);
      const { items, nextToken } = selectOnaPage(list(organization, request), request.pagination, url);
      return { integrations: items.map(toMessage), pagination: { nextToken } };
    },
    async updateSCMIntegration(request, { requestHeader }) {
      access.checkWrite(requestHeader);
      await update(organization, request);
      return {};
    },
    deleteSCMIntegration({ id }, { requestHeader }) {
      access.checkWrite(requestHeader);
      integrations.remove(find(seen(runners, integrations.list()), id).id);
      return {};
    },
    getRunnerConfigurationSchema({ runnerId }, { requestHeader }) {
      access.checkRead(requestHeader);
      return { schema: schemaOf(runners.find(runnerId)) };
    },
    async validateRunnerConfiguration({ runnerId, scmIntegration }, { requestHeader }) {
      access.checkRead(requestHeader);
      const runner = runners.find(runnerId);
      if (scmIntegration === undefined) throw invalid("scm_integration: value is required");
      if (runner.phase !== RunnerPhase.ACTIVE) throw new ConnectError("runner is not active", Code.Unavailable);
      return { scmIntegration: await validate(runner, scmIntegration) };
    },
  };
}
