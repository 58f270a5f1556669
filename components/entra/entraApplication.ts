import { Application } from "@pulumi/azuread/application.js";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../base/debugLog.ts";
import { clientSecret } from "./clientSecret.ts";
import { adminConsentUrl, oauthEndpoints, PUBLIC_AUTHORITY_HOST } from "./endpoints.ts";
import { type EntraApplicationArgs, EntraApplicationOutputs } from "./entraApplicationSchema.ts";
import { requiredResourceAccesses } from "./permissions.ts";
import { consentForTenant } from "./tenantConsent.ts";

const TYPE = "gitpod:index:EntraApplication";
/** Before the plugin served the component to other languages. */
export const FORMER_TYPE = "gitpod-azure-devops:index:EntraApplication";

export type { EntraApplicationArgs } from "./entraApplicationSchema.ts";

/** An app registration in Microsoft Entra ID, with the outputs of {@link EntraApplicationOutputs}. */
export class EntraApplication extends EntraApplicationOutputs {
  /** @param hooks of what has to wait for a token that works: the app and its client secret */
  constructor(
    name: string,
    args: EntraApplicationArgs,
    opts?: pulumi.ComponentResourceOptions,
    hooks: pulumi.ResourceHookBinding = {},
  ) {
    super(TYPE, name, opts, FORMER_TYPE);
    const parent = { parent: this };

    const application = new Application(`${name}-application`, applicationArgs(args), { ...parent, hooks });
    const principal = new ServicePrincipal(
      `${name}-service-principal`,
      // The portal makes it when a person registers an app; Microsoft Graph does not.
      { clientId: application.clientId, owners: args.owners },
      parent,
    );
    if (args.adminConsent) consentForTenant(name, args, principal, parent);
    withholdSecretsFromDebugLog();
    const secret = this.#clientSecret(name, args, application, hooks);
    const tenant = pulumi.all([args.authorityHost ?? PUBLIC_AUTHORITY_HOST, args.tenantId] as const);
    const endpoints = tenant.apply(([authorityHost, tenantId]) => oauthEndpoints(authorityHost, tenantId));

    this.setOutputs<EntraApplication>({
      redirectUri: pulumi.output(args.redirectUris[0]),
      clientId: application.clientId,
      objectId: application.objectId,
      clientSecret: pulumi.secret(secret.value),
      authorizationUrl: endpoints.authorizationUrl,
      tokenUrl: endpoints.tokenUrl,
      adminConsentUrl: pulumi
        .all([tenant, application.clientId] as const)
        .apply(([[authorityHost, tenantId], clientId]) => adminConsentUrl(authorityHost, tenantId, clientId)),
      secretExpiresAt: pulumi.output(secret.expiresAt),
    });
  }

  #clientSecret(
    name: string,
    args: EntraApplicationArgs,
    application: Application,
    hooks: pulumi.ResourceHookBinding,
  ): AnySecret {
    if (args.existingClientSecret !== undefined) {
      pulumi.log.info("the client secret was made by hand: its end is not known here, and it is not renewed", this);
      return { value: args.existingClientSecret, expiresAt: undefined };
    }
    const { secretDisplayName: displayName = "Managed by Pulumi", rotation } = args;
    const { id: applicationId } = application;
    return clientSecret(name, { applicationId, displayName, rotation, hooks }, { parent: this });
  }
}

interface AnySecret {
  readonly value: pulumi.Input<string>;
  /** Undefined for one made by hand. */
  readonly expiresAt: pulumi.Output<string> | undefined;
}

/** One resource for the whole app: the split resources (ApplicationRedirectUris, ...) would undo each other's work. */
function applicationArgs(args: EntraApplicationArgs) {
  return {
    displayName: args.displayName,
    signInAudience: "AzureADMyOrg",
    // Otherwise the azuread plugin refuses the very preview that asks which app to import.
    preventDuplicateNames: args.existingClientSecret === undefined,
    fallbackPublicClientEnabled: false,
    web: {
      redirectUris: distinct(args.redirectUris),
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: args.idTokens ?? false },
    },
    requiredResourceAccesses: pulumi.output(args.permissions).apply(requiredResourceAccesses),
    owners: args.owners,
    notes: args.notes,
    // The azuread provider removes tags only for an empty list; it keeps those that are left out.
    tags: args.tags ?? [],
    serviceManagementReference: args.serviceManagementReference,
  };
}

/** Without repetition where several are known only later. Otherwise element by element: a preview shows those that it knows. */
function distinct(uris: EntraApplicationArgs["redirectUris"]): pulumi.Input<pulumi.Input<string>[]> {
  if (uris.filter((uri) => typeof uri !== "string").length < 2) return [...uris];
  return pulumi.all([...uris]).apply((known) => [...new Set(known)]);
}
