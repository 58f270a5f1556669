import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import packageJson from "../../package.json" with { type: "json" };
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";
import { withOwnAuthorities } from "../certificate.ts";
import type { Sandbox } from "../types.ts";

/** What a person's terminal needs to use the sandbox, apart from its PATH. Stacks are kept apart from the person's own. */
export async function environmentFor(
  sandbox: Sandbox,
  own: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  const { PATH: _, ...environment } = sandbox.environment();
  const { authorityFile } = sandbox.entra;
  for (const variable of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
    environment[variable] = await withOwnAuthorities(authorityFile, variable, own[variable]);
  }
  const backend = join(cacheFolder(packageJson.name), "sandbox-backend");
  await mkdir(backend, { recursive: true });
  return { ...environment, PULUMI_BACKEND_URL: pathToFileURL(backend).href, PULUMI_CONFIG_PASSPHRASE: "sandbox" };
}
