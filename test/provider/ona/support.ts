import { afterAll, afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import { Secret } from "../../../provider-kit/values.ts";
import { type Application, type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { type Given, Plugin } from "../../support/plugin.ts";

export const URN = "urn:pulumi:dev::project::gitpod:index:ScmIntegration::integration";
export const OTHER_URN = `${URN}-renamed`;

export type Inputs = Record<string, string | boolean | Secret>;

/** A plugin process, the sandbox's Ona, and an app registration for its default runner. */
export interface Context {
  sandbox: Sandbox;
  plugin: Plugin;
  application: Application;
  clientSecret: string;
  inputs: Inputs;
  /** Another valid secret of the app. */
  newSecret(): Secret;
  /** Another process, with other settings. It is stopped in the end. */
  otherPlugin(settings?: Given): Promise<Plugin>;
  /** Connects a person, as they would in the browser. */
  signIn(): void;
}

export function onaContext(): Context {
  const context = {} as Context;
  const settings = () => {
    const { apiUrl, token } = context.sandbox.ona;
    return { onaApiUrl: apiUrl, onaToken: new Secret(token) };
  };
  const start = async (given: Given) => {
    const plugin = await Plugin.start({ NODE_EXTRA_CA_CERTS: context.sandbox.entra.authorityFile });
    await plugin.configure(given);
    return plugin;
  };
  const others: Plugin[] = [];
  context.otherPlugin = async (given) => {
    const plugin = await start({ ...settings(), ...given });
    others.push(plugin);
    return plugin;
  };
  beforeAll(async () => {
    context.sandbox = await startSandbox();
    context.plugin = await start(settings());
  });
  afterAll(async () => {
    await Promise.all([context.plugin, ...others].map((each) => each.stop()));
    await context.sandbox.close();
  });
  beforeEach(() => {
    const { sandbox } = context;
    const { directory, authorityHost, tenantId } = sandbox.entra;
    const application = directory.addApplication({ displayName: "Ona" });
    directory.addPrincipal(application.appId);
    context.application = application;
    context.newSecret = () => new Secret(directory.addPassword(application.id).secretText);
    context.clientSecret = directory.addPassword(application.id).secretText;
    context.inputs = {
      runnerId: sandbox.ona.runnerId,
      scmId: "azuredevops_entra",
      host: "dev.azure.com",
      clientId: application.appId,
      clientSecret: new Secret(context.clientSecret),
      issuerUrl: `${authorityHost}/${tenantId}/v2.0`,
      adoptExisting: false,
      verifyCredentials: true,
    };
    context.signIn = () => {
      const { signIns, runnerId } = sandbox.ona;
      for (const kind of ["oauth", "pat"] as const) {
        signIns.add({ personId: "sam", runnerId, host: "dev.azure.com", kind });
      }
    };
  });
  afterEach(() => {
    const { sandbox, plugin, clientSecret } = context;
    sandbox.faults.clear();
    sandbox.journal.clear();
    sandbox.ona.integrations.readLag = 0;
    for (const { id } of sandbox.ona.integrations.list()) sandbox.ona.integrations.remove(id);
    expect(plugin.output.join("\n")).not.toContain(clientSecret);
    expect(plugin.output.join("\n")).not.toContain(sandbox.ona.token);
  });
  return context;
}
