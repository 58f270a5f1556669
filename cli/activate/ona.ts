import { ONA_API_URL } from "../../platforms/ona.ts";
import type { Config } from "../../provider/config.ts";
import { apiOptions } from "../../provider/connect/calls.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { OnaApi } from "../../provider/ona/api.ts";
import { explainCall } from "../../provider/ona/explain.ts";
import { patiently } from "../../provider/ona/find.ts";
import { isPerson } from "../../provider/ona/types.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import type { Integration } from "../engine/stackExport.ts";
import { type Named, placeLabel } from "../places/label.ts";
import type { Activation, Standing } from "./platform.ts";

/** Nobody activates the integration: each person connects once. The token shows whether its owner has. */
export function onaActivation(integration: Named<Integration>, config: Config, stack: string): Activation {
  const { id, place: runnerId, providerHost, verified } = integration;
  const api = new OnaApi(apiOptions(config, config.onaApiUrl ?? ONA_API_URL, config.onaToken));
  const subject = `The integration for ${providerHost} on runner ${placeLabel(integration)}`;
  let link = integration.link;
  const standing = async (context: CallContext): Promise<Standing> => {
    const { connected, connectUrl } = await api.signIn(runnerId, providerHost, context);
    link = connectUrl || link;
    if (connected) return "done";
    const found = await patiently(() => api.get(id, context), { clock: systemClock, signal: context.signal });
    if (found === undefined) return "deleted";
    return isPerson(await api.identity(context)) ? "waiting" : "noPerson";
  };
  const howToConnect = () => [
    ...(verified ? [] : [`${subject} is not valid: \`npx gitpod-azure-devops status --stack ${stack}\` says why.`]),
    `Nobody activates an integration on Ona: each person connects to ${providerHost} once.`,
    ...(link === "" ? ["Ona gives no link: people connect in Ona's user settings."] : []),
  ];
  return {
    goal: "connected",
    awaited: "the token's owner to connect",
    check: (context) =>
      standing(context).catch((error: unknown) => {
        throw explainCall(error, `ask whether you are connected to ${providerHost} by runner ${runnerId}`);
      }),
    link: () => link,
    invitation: (opened) =>
      [
        ...howToConnect(),
        ...(link === "" ? [] : [opened ? "Your browser opens this link:" : "This is the link:", "", `  ${link}`, ""]),
        "The owner of the stack's token is not connected yet. Sign in to Ona as that person, and consent with a work account that has access to Azure DevOps.",
      ].join("\n"),
    get already() {
      return `The owner of the stack's token is connected to ${providerHost}. Each other person connects once${link === "" ? "" : `, by ${link}`}.`;
    },
    done: (waited) =>
      `Connected after ${waited}: ${providerHost} works. Each other person connects once, by the same link.`,
    deleted:
      `Ona has no integration ${id} for ${providerHost} on runner ${placeLabel(integration)}.\n` +
      "  It was deleted, or the token may not see it. `pulumi up --refresh` creates it again.",
    get noPerson() {
      const text =
        "The stack's token belongs to a service account, which cannot connect, so there is nothing to wait for.";
      return [...howToConnect(), ...(link === "" ? [] : ["", `  ${link}`, ""]), text].join("\n");
    },
  };
}
