import type { Application, Password } from "../../entra/models.ts";
import { changeWeb, removePermission, removePrincipal } from "../../play/entra.ts";
import type { Sandbox } from "../../types.ts";
import { type Action, ActionError, type Form } from "../action.ts";

const LONGEST_REDIRECT_URI = 256;

/** What the Azure portal lets a person do with app registrations. */
export const entraActions: Readonly<Record<string, Action>> = {
  "delete-app": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    sandbox.entra.directory.removeApplication(application.id);
    return { text: `Deleted the app registration ${nameOf(application)} with its service principal.` };
  },
  "delete-principal": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    removePrincipal(sandbox, application);
    return { text: `Deleted the service principal of ${nameOf(application)} with its consents.` };
  },
  "rename-app": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    const before = nameOf(application);
    application.properties = { ...application.properties, displayName: form.text("name") };
    return { text: `Renamed ${before} to ${nameOf(application)}.` };
  },
  "change-redirect-uri": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    const uris = form.text("uris").split(/\s+/);
    for (const uri of uris) checkRedirectUri(uri);
    changeWeb(application, { redirectUris: uris });
    return { text: `${nameOf(application)} has the redirect URI ${uris.join(" and ")} now.` };
  },
  "remove-permission": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    removePermission(application, form.text("resource"), form.text("permission"));
    return { text: `Took a permission away from ${nameOf(application)}.` };
  },
  "add-secret": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    const { secretText } = sandbox.entra.directory.addPassword(application.id, { displayName: "made by hand" });
    return { text: `${nameOf(application)} has another client secret.`, secret: secretText };
  },
  "end-secret": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    const { keyId } = passwordIn(application, form);
    sandbox.entra.directory.endPassword(application.id, keyId);
    return { text: `A client secret of ${nameOf(application)} has ended: Entra has moved its end into the past.` };
  },
  "delete-secret": (sandbox, form) => {
    const application = applicationIn(sandbox, form);
    sandbox.entra.directory.removePassword(application.id, passwordIn(application, form).keyId);
    return { text: `Deleted a client secret of ${nameOf(application)}.` };
  },
};

function applicationIn({ entra }: Sandbox, form: Form): Application {
  return form.find("app", (id) => entra.directory.applications.get(id));
}

function passwordIn({ passwords }: Application, form: Form): Password {
  return form.find("secret", (keyId) => passwords.get(keyId));
}

function nameOf({ properties }: Application): string {
  return String(properties.displayName);
}

/** As the portal does: a web address, which may be http on loopback only. */
function checkRedirectUri(uri: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const allowed = url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "localhost");
  if (!allowed || url.hash !== "" || uri.length > LONGEST_REDIRECT_URI) {
    throw new ActionError(
      `"${uri}" is no redirect URI: it must begin with https://, or http://localhost, and have no fragment.`,
    );
  }
}
