import { getServicePrincipalOutput } from "@pulumi/azuread/getServicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import { readOrExplain } from "../../stack/wrongSettings.ts";
import { PipelineIdentity } from "./pipelineIdentity.ts";
import { parseSettings } from "./settings.ts";
import { trusts } from "./trusts.ts";
import { variables } from "./variables.ts";

const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";

/** The identities of the pipelines, and the variables of each CI system. */
export default async function program() {
  const settings = readOrExplain(() => parseSettings(pulumi.runtime.allConfig(), process.env));
  const { applicationName, owners, serviceManagementReference, tenantId } = settings;
  const all = trusts(settings);
  // Looked up, not managed: Microsoft Graph's own service principal would be deleted with the stack.
  const graphObjectId = getServicePrincipalOutput({ clientId: MICROSOFT_GRAPH }).objectId;
  const preview = new PipelineIdentity("preview", {
    applicationName: `${applicationName} preview`,
    permission: "Application.Read.All",
    graphObjectId,
    trusts: all.filter(({ identity }) => identity === "preview"),
    owners,
    serviceManagementReference,
  });
  const deployment = new PipelineIdentity("deployment", {
    applicationName: `${applicationName} deployment`,
    permission: "Application.ReadWrite.OwnedBy",
    graphObjectId,
    trusts: all.filter(({ identity }) => identity === "deployment"),
    owners,
    serviceManagementReference,
  });
  return {
    tenantId,
    previewClientId: preview.clientId,
    previewObjectId: preview.objectId,
    deploymentClientId: deployment.clientId,
    deploymentObjectId: deployment.objectId,
    trusts: all,
    variables: pulumi
      .all([preview.clientId, deployment.clientId])
      .apply(([previewId, deploymentId]) => variables(settings, { preview: previewId, deployment: deploymentId })),
  };
}
