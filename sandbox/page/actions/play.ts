import { ConnectError } from "@connectrpc/connect";
import { describeInjection } from "../../faults.ts";
import { placesOf } from "../../play/byHand.ts";
import { SITUATIONS, type Situation } from "../../play/situations.ts";
import { type Action, ActionError, type Form } from "../action.ts";

/** What no portal has: situations and faults, and everything made by hand in one step. */
export const playActions: Readonly<Record<string, Action>> = {
  play: (sandbox, form) => {
    const situation = situationIn(form);
    situation.play(sandbox);
    return { text: `${situation.does} Next: ${situation.next}. You see: ${situation.sees}` };
  },
  "end-situation": (sandbox, form) => {
    const { name, lasting } = situationIn(form);
    lasting?.end(sandbox);
    return { text: `${name} is over.` };
  },
  "end-fault": ({ faults }, form) => {
    const find = (text: string) => faults.active().find((each) => describeInjection(each) === text);
    form.find("fault", find).cancel();
    return { text: "The fault is turned off." };
  },
  "end-all": (sandbox) => {
    sandbox.faults.clear();
    for (const { lasting } of SITUATIONS) if (lasting?.isOn(sandbox)) lasting.end(sandbox);
    return { text: "Nothing goes wrong any more. What was changed or deleted stays so." };
  },
  "make-by-hand": async (sandbox, form) => {
    const place = form.find("place", (id) => placesOf(sandbox).find((each) => each.id === id));
    const host = form.find("host", (wanted) => place.hosts.find((each) => each === wanted));
    try {
      const wanted = { appName: form.text("name"), host, activated: form.has("activated") };
      const { clientId, password } = await place.make(wanted);
      const text = `Made the app registration ${wanted.appName} (client id ${clientId}) and an integration for ${host}. ${place.label}.`;
      return { text, secret: password.secretText };
    } catch (error) {
      if (error instanceof ConnectError) throw new ActionError(`${place.label}: ${error.rawMessage}`);
      throw error;
    }
  },
};

function situationIn(form: Form): Situation {
  return form.find("situation", (name) => SITUATIONS.find((each) => each.name === name));
}
