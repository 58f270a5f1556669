import type { SandboxPlatform } from "../platform.ts";
import { PLATFORMS } from "../platforms.ts";
import { STAND_INS } from "../stand-ins/azureadPlugin.ts";
import type { Sandbox } from "../types.ts";

/** What a person or a program needs to use the sandbox. */
export type Overview = ReturnType<typeof overviewOf>;

/**
 * @param page address of the page that shows the sandbox
 * @param environment for the terminal of whoever uses it
 */
export function overviewOf(sandbox: Sandbox, page: string, environment: Readonly<Record<string, string>>) {
  const { entra } = sandbox;
  const inventories = PLATFORMS.map((platform) => {
    const inventory: object = { ...addressesOf(sandbox, platform), ...platform.inventory(sandbox) };
    return [platform.cloud, inventory] as const;
  });
  return {
    page,
    ...Object.fromEntries(inventories),
    entra: { authorityHost: entra.authorityHost, graphUrl: entra.graphUrl, tenantId: entra.tenantId },
    /** To be put before the machine's own PATH. */
    pluginFolders: [...new Set([sandbox.azuread.folder, STAND_INS])],
    environment,
    settings: Object.fromEntries(PLATFORMS.map(({ name, settings }) => [name, settings(sandbox)])),
  };
}

function addressesOf(sandbox: Sandbox, { cloud, tokenPage }: SandboxPlatform) {
  const { origin, apiUrl } = sandbox[cloud];
  return { origin, apiUrl, tokenPage: `${origin}${tokenPage}` };
}

/** The same as a compact list. */
export function overviewText(sandbox: Sandbox): string {
  const { entra } = sandbox;
  return [
    ...PLATFORMS.flatMap((platform) => {
      const { origin, apiUrl, tokenPage } = addressesOf(sandbox, platform);
      const heading = `${platform.displayName}  ${origin}   API ${apiUrl}   tokens ${tokenPage}`;
      return [heading, ...columns(platform.inventoryRows(sandbox))];
    }),
    `Entra  ${entra.authorityHost}   Graph ${entra.graphUrl}`,
    ...columns([["Tenant", entra.tenantId]]),
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const [first, second] = [0, 1].map((place) => Math.max(...rows.map((row) => row[place]?.length ?? 0))) as [
    number,
    number,
  ];
  return rows.map(([name = "", id = "", rest = ""]) =>
    `  ${name.padEnd(first)}  ${id.padEnd(second)}  ${rest}`.trimEnd(),
  );
}
