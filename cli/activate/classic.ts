import { gitpodOrigin } from "../../platforms/classic.ts";
import { ConnectIntegrationApi } from "../../provider/classic/connectIntegrationApi.ts";
import { explain } from "../../provider/classic/explain.ts";
import { apiBaseUrl, classicHost } from "../../provider/classic/settings.ts";
import type { Config } from "../../provider/config.ts";
import { apiOptions } from "../../provider/connect/calls.ts";
import type { Integration } from "../engine/stackExport.ts";
import { type Named, placeLabel } from "../places/label.ts";
import type { Activation } from "./platform.ts";

/** An owner of the organization activates the integration. */
export function classicActivation(integration: Named<Integration>, config: Config, stack: string): Activation {
  const { id, place: organizationId, providerHost, gitpodHost, link } = integration;
  checkHost(config, integration, stack);
  const api = new ConnectIntegrationApi(apiOptions(config, apiBaseUrl(config), config.token));
  const subject = `The integration for ${providerHost} in organization ${placeLabel(integration)}`;
  const organization = `the organization ${integration.placeName ?? ""}`.trim();
  return {
    goal: "verified",
    awaited: "the consent",
    async check(context) {
      const found = await api.get(id, context).catch((error: unknown) => {
        throw explain(error, "read", { host: providerHost, organizationId });
      });
      if (found === undefined) return "deleted";
      return found.verified ? "done" : "waiting";
    },
    link: () => link,
    invitation: (opened) =>
      [
        `${subject} is waiting for its activation.`,
        opened ? "Your browser opens this link, which an owner has to confirm:" : "Open this link in a browser:",
        "",
        `  ${link}`,
        "",
        `Sign in to ${gitpodHost} as an owner of ${organization}, and consent with a work account that has access to Azure DevOps.`,
      ].join("\n"),
    already: `${subject} is already verified.`,
    done: (waited) =>
      `Verified after ${waited}: members of ${organization} can connect to ${providerHost} now.\n` +
      "  `pulumi refresh --run-program`, or the next `pulumi up`, updates the stack's output `verified`.",
    deleted:
      `Gitpod has no integration ${id} for ${providerHost} in organization ${placeLabel(integration)}.\n` +
      "  It was deleted, or the token may not see it. `pulumi up --refresh` creates it again.",
  };
}

/** The token belongs to the installation in the settings and must not be sent to another one. */
function checkHost(config: Config, { gitpodHost }: Integration, stack: string): void {
  const { host } = new URL(gitpodOrigin(classicHost(config)));
  if (host === gitpodHost) return;
  throw new Error(
    `the integration was deployed to ${gitpodHost || "an unknown installation"}, but gitpod:host of the stack ${stack} is ${host}: run \`pulumi up\` first`,
  );
}
