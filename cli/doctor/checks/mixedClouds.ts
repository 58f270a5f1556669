import { PUBLIC_AUTHORITY_HOST } from "../../../components/entra/endpoints.ts";
import { PLATFORMS } from "../../../platforms/index.ts";
import { hostOf, isLoopback } from "../../../provider-kit/hosts.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { hostOfPlatform } from "../../../stack/providerSettings.ts";
import { SETUPS } from "../../setup/platforms.ts";
import { hasSandboxEntra, hasSandboxEnvironment } from "../../setup/sandbox.ts";
import { AUTHORITY, AZURE_TENANT, type Config, keyOf, METADATA, TENANT } from "../../setup/settings.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";
import { wantedPlaces } from "../wanted.ts";

const METADATA_VARIABLE = "ARM_METADATA_HOSTNAME";
const ENTRA = `localhost:${SANDBOX.entraPort}`;
const IDS: readonly (readonly [key: string, value: string])[] = [
  ...Object.values(SETUPS).map(({ placeKey, sandbox }) => [placeKey, sandbox.place] as const),
  [TENANT, SANDBOX.tenantId],
  [AZURE_TENANT, SANDBOX.tenantId],
];

/** Settings of the sandbox in a stack for real clouds, and the other way round. */
export const mixedClouds: Check = {
  group: "Settings",
  name: "mixed-clouds",
  async run({ env, config }) {
    const { values, names } = await config();
    const wanted = wantedPlaces(values);
    const addresses = PLATFORMS.filter(({ name }) => wanted.has(name))
      .map((platform) => [keyOf(platform.address.name), hostOfPlatform(platform, values, env)] as const)
      .filter(([, host]) => host !== "");
    const [own] = addresses;
    if (own === undefined) return [];
    const sandbox = isLoopback(own[1]);
    const others = addresses.filter(([, host]) => isLoopback(host) !== sandbox);
    const found = [
      ...others.map(([key, host]) =>
        bad(`${key} is ${host}, and ${own[0]} is ${own[1]}: one is a sandbox, the other is not.`),
      ),
      ...(sandbox ? microsoftIn(values, env, own) : sandboxIn(values, env)),
    ];
    const message = sandbox ? "All addresses are the sandbox's." : "No setting is the sandbox's.";
    return found.length === 0
      ? [good(message)]
      : found.map((finding) => translated(finding, (text) => names.text(text)));
  },
};

/** What leads to Microsoft's own cloud in a stack for the sandbox. */
function microsoftIn(values: Config, env: NodeJS.ProcessEnv, [key, host]: readonly [string, string]): Finding[] {
  const authority = values[AUTHORITY] || PUBLIC_AUTHORITY_HOST;
  const metadata = values[METADATA] || env[METADATA_VARIABLE] || "";
  const because = `and ${key} is the sandbox's, ${host}`;
  return [
    ...(hasSandboxEntra(values)
      ? []
      : [bad(`${AUTHORITY} is ${authority}, ${because}.`, `pulumi config set ${AUTHORITY} https://${ENTRA}`)]),
    ...(isLoopback(metadata)
      ? []
      : [bad(`${METADATA} does not name the sandbox, ${because}.`, `pulumi config set ${METADATA} ${ENTRA}`)]),
  ];
}

/** What is the sandbox's in a stack for real clouds. */
function sandboxIn(values: Config, env: NodeJS.ProcessEnv): Finding[] {
  const ids = IDS.filter(([key, value]) => values[key] === value).map(([key]) => key);
  const addresses = [AUTHORITY, METADATA].filter((key) => isLoopback(hostIn(values[key] ?? "")));
  const found = [...ids, ...addresses].map((key) =>
    bad(`${key} is the sandbox's, and the stack is for a real installation.`, `pulumi config rm ${key}`),
  );
  if (!hasSandboxEnvironment(env)) return found;
  const message = `${METADATA_VARIABLE} is the sandbox's, and the stack is for a real installation.`;
  return [...found, bad(message, `unset ${METADATA_VARIABLE}`)];
}

function hostIn(text: string): string {
  return text.includes("://") ? (hostOf(text) ?? "") : text;
}

function translated({ message, fix, ...finding }: Finding, text: (original: string) => string): Finding {
  return { ...finding, message: text(message), fix: fix && text(fix) };
}
