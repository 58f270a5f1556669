import { getServicePrincipalOutput } from "@pulumi/azuread/getServicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import { readOrExplain } from "../../stack/wrongSettings.ts";
import { type GraphPermission, PipelineIdentity } from "./pipelineIdentity.ts";
import { parseSettings } from "./settings.ts";
import { describeSettings, NAMESPACE } from "./settingsSchema.ts";
import { type IdentityName, trusts } from "./trusts.ts";
import { variables } from "./variables.ts";

const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";

/** Creates the pipelines' identities, and exports what to set in each CI system. */
export default async function program() {
  const settings = await readOrExplain(NAMESPACE, describeSettings(), (config) => parseSettings(config, process.env));
  const { applicationName, owners, serviceManagementReference, tenantId } = settings;
  const all = trusts(settings);
  // Looked up, because a managed service principal would be deleted with the stack.
  const graphObjectId = getServicePrincipalOutput({ clientId: MICROSOFT_GRAPH }).objectId;
  const createIdentity = (name: IdentityName, permission: GraphPermission) =>
    new PipelineIdentity(name, {
      applicationName: `${applicationName} ${name}`,
      permission,
      graphObjectId,
      trusts: all.filter(({ identity }) => identity === name),
      owners,
      serviceManagementReference,
    });
  const preview = createIdentity("preview", "Application.Read.All");
  const deployment = createIdentity("deployment", "Application.ReadWrite.OwnedBy");
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
