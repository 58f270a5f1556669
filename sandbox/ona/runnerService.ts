import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ServiceImpl } from "@connectrpc/connect";
import type { IdentityService } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import type {
  CheckAuthenticationForHostRequest,
  CheckAuthenticationForHostResponseSchema,
  RunnerSchema,
  RunnerService,
} from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Access } from "./access.ts";
import type { Organization } from "./organization.ts";
import { selectOnaPage } from "./page.ts";
import type { Runner } from "./runners.ts";
import { SCMS } from "./scms.ts";
import type { SignInPages } from "./signInPages.ts";

const DOCS = "https://ona.com/docs";

async function toMessage(runner: Runner): Promise<MessageInitShape<typeof RunnerSchema>> {
  const publicKey = await runner.publicKey();
  return {
    runnerId: runner.id,
    name: runner.name,
    provider: runner.provider,
    runnerManagerId: runner.runnerManagerId,
    status: {
      phase: runner.phase,
      message: runner.message,
      region: runner.region,
      ...(publicKey === undefined ? {} : { publicKey }),
    },
  };
}

/** How the token's owner may sign in to a host, and whether they have. */
async function authentication(
  { access, runners, integrations, signIns }: Organization,
  { runnerId, host }: CheckAuthenticationForHostRequest,
  signInPages: SignInPages,
): Promise<MessageInitShape<typeof CheckAuthenticationForHostResponseSchema>> {
  const runner = runners.find(runnerId);
  const integration = [...integrations.visible(), ...integrations.inheritedBy(runner)].find(
    (each) => each.runnerId === runnerId && each.host.toLowerCase() === host.toLowerCase(),
  );
  if (integration === undefined) return {};
  const { scmId, oauth, pat } = integration;
  const oauth2 = { authUrl: signInPages.connectUrl(runnerId, integration.host), docsUrl: DOCS };
  const stored = signIns.of(access.userId, { runnerId, host });
  const verdicts = await Promise.all(
    stored.map((signIn) => signIn.kind === "pat" || signInPages.stillWorks(integration, signIn)),
  );
  return {
    authenticated: verdicts.includes(true),
    scmId,
    scmName: SCMS[scmId]?.name ?? scmId,
    ...(oauth === undefined ? {} : { supportsOauth2: oauth2 }),
    ...(pat ? { supportsPat: { createUrl: `https://${host}/_usersSettings/tokens`, docsUrl: DOCS } } : {}),
  };
}

export function runnerService(organization: Organization, signInPages: SignInPages): ServiceImpl<typeof RunnerService> {
  const { access, runners } = organization;
  return {
    async getRunner({ runnerId }, { requestHeader }) {
      access.checkRead(requestHeader);
      return { runner: await toMessage(runners.find(runnerId)) };
    },
    async listRunners({ pagination }, context) {
      access.checkRead(context.requestHeader);
      const { items, nextToken } = selectOnaPage(
        runners.list().filter(({ hidden }) => !hidden),
        pagination,
        context.url,
      );
      return { runners: await Promise.all(items.map(toMessage)), pagination: { nextToken } };
    },
    checkAuthenticationForHost(request, { requestHeader }) {
      access.checkRead(requestHeader);
      return authentication(organization, request, signInPages);
    },
  };
}

export function identityService(access: Access): ServiceImpl<typeof IdentityService> {
  return {
    getAuthenticatedIdentity(_, { requestHeader }) {
      return { subject: access.identity(requestHeader), organizationId: access.organizationId };
    },
  };
}
