import { resolve } from "node:path";
import { metadata } from "../../../provider/metadata.ts";
import { AZURE_NATIVE, installAzureNative } from "../../../stack/keyVault.ts";
import { KEY_VAULT } from "../../setup/settings.ts";
import type { Check } from "../check.ts";
import { findExecutable, installedPlugins, shellPath } from "../executables.ts";
import { bad, type Finding, good } from "../model.ts";
import { installedVersion } from "./packages.ts";

const GITPOD = "pulumi-resource-gitpod";

/** The plugin `gitpod`: by its path in Pulumi.yaml, or installed. */
export const gitpodPlugin: Check = {
  group: "Project",
  name: "plugin-gitpod",
  async run(facts) {
    const { folder, pluginPath } = await facts.project();
    if (pluginPath === undefined) {
      const version = installedVersion("gitpod-azure-devops", folder);
      return [installedPlugin("gitpod", version, facts.env, metadata.pluginDownloadURL)];
    }
    const path = resolve(folder, pluginPath);
    if (findExecutable(GITPOD, [path]) !== undefined) return [good(`The plugin gitpod is in ${path}.`)];
    const message = `Pulumi.yaml names the plugin gitpod in ${pluginPath}, and there is no executable ${GITPOD}.`;
    return [bad(message, `git checkout -- ${pluginPath}`)];
  },
};

export const azureadPlugin: Check = {
  group: "Project",
  name: "plugin-azuread",
  async run(facts) {
    const { folder, runtime } = await facts.project();
    const version = installedVersion("@pulumi/azuread", folder);
    if (runtime === "nodejs" && version === undefined) return [];
    return [installedPlugin("azuread", version, facts.env)];
  },
};

/** Only a Key Vault needs it. */
export const azureNativePlugin: Check = {
  group: "Project",
  name: "plugin-azure-native",
  async run(facts) {
    if (!(await facts.config()).values[KEY_VAULT]) return [];
    const { folder } = await facts.project();
    const version = installedVersion(AZURE_NATIVE, folder);
    if (version !== undefined) return [installedPlugin("azure-native", version, facts.env)];
    const message = `keyVaultId needs the npm package ${AZURE_NATIVE}, which is not installed.`;
    return [bad(message, ["npm", ...installAzureNative()].join(" "))];
  },
};

/** The engine takes a plugin on PATH whatever its version is, else the wanted version, which it downloads. */
function installedPlugin(name: string, version: string | undefined, env: NodeJS.ProcessEnv, server?: string): Finding {
  const label = [`The plugin ${name}`, version].filter(Boolean).join(" ");
  const onPath = findExecutable(`pulumi-resource-${name}`, shellPath(env));
  if (onPath !== undefined) return good(`The plugin ${name} is ${onPath}.`);
  if (inCache(name, version, env)) return good(`${label} is installed.`);
  if (!/^(1|t|true)$/i.test(env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION ?? "")) {
    return good(`${label} is not here yet: the next preview downloads it.`);
  }
  const install = ["pulumi plugin install resource", name, version, server && `--server ${server}`];
  const message = `${label} is not installed, and PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION forbids its download.`;
  return bad(message, install.filter(Boolean).join(" "));
}

function inCache(name: string, version: string | undefined, env: NodeJS.ProcessEnv): boolean {
  const prefix = `resource-${name}-v`;
  return installedPlugins(env).some((each) =>
    version === undefined ? each.startsWith(prefix) : each === prefix + version,
  );
}
