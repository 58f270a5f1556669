import packageJson from "../../package.json" with { type: "json" };

/** What only a released package.json says. The Node language host reads it too, to know which plugin a program needs. */
interface Release {
  readonly pulumi?: { readonly version: string; readonly server?: string };
}

/** Options of resources and of functions. */
interface PluginOptions {
  version?: string;
  pluginDownloadURL?: string;
}

/**
 * Adds which version of the plugin belongs to this package, and where the engine gets it. In a checkout the plugin comes by
 * its path, and the options stay as they are.
 */
export function released<Options extends PluginOptions>(opts: Options | undefined): Options | undefined {
  const { pulumi } = packageJson as Release;
  if (pulumi === undefined) return opts;
  const { version, server } = pulumi;
  return { version, ...(server !== undefined && { pluginDownloadURL: server }), ...opts } as Options;
}
