import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { CallContext } from "../../provider/connect/retry.ts";
import { isUuid, UUID } from "../../stack/settingParts.ts";
import { parseSettings, type Settings } from "../../stack/settings.ts";
import { type Config, changesBetween, HIDDEN, LISTS, problemsIn, shortName, tenantOf } from "../setup/settings.ts";
import type { Target } from "../setup/stack.ts";
import { UsageError } from "../shared/commandLine.ts";
import { documentation } from "../shared/packaged.ts";
import { withProgress } from "../shared/terminal.ts";
import { plain } from "../shared/text.ts";
import { chooseIntegration } from "./choose.ts";
import { compare } from "./compare.ts";
import { holdingsOf, refuseOtherStacks, refuseOwnSecret, wantedIds } from "./conflicts.ts";
import { type Connected, connectTo, withNeededSecrets } from "./connect.ts";
import { type Found, findApp } from "./find.ts";
import { type ImportPlan, planImports } from "./imports.ts";
import type { AdoptOptions } from "./options.ts";
import type { FoundIntegration } from "./platform.ts";
import type { View } from "./report.ts";
import { knownSecret, proveSecret, type Secret } from "./secret.ts";
import { EXISTING_SECRET, PROVIDER_HOST, refuseOtherLogin, settingsFor, signInOf } from "./settings.ts";

/** What is going to be done. Nothing is written yet. */
export interface Plan {
  readonly target: Target;
  /** As they will be. */
  readonly settings: Settings;
  readonly imports: ImportPlan;
  readonly secret: Secret;
  readonly view: View;
}

interface Wish {
  readonly workspace: LocalWorkspace;
  readonly target: Target;
  readonly options: AdoptOptions;
  readonly attended: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
}

/**
 * Finds what was made by hand, and how the stack takes it over. Only reads.
 *
 * @throws Error when something would be lost, or cannot be found
 */
export async function planAdoption(given: Wish): Promise<Plan> {
  const { workspace, options, env, attended } = given;
  refuseOtherPrograms(given.target);
  const target = await withNeededSecrets(workspace, given.target);
  const secret = await knownSecret(workspace, target, options);
  const { connected, all } = await asking("Asking the platform", async (context) => {
    const connected = await connectTo(target, env, context);
    return { connected, all: await connected.adoption.find(connected.config, connected.place.id, context) };
  });
  const where = `${connected.setup.placeFlag} ${plain(connected.place.name)}`;
  const wish = { named: options.integration, host: connected.config[PROVIDER_HOST] };
  const integration = await chooseIntegration(all, wish, where, attended);
  const tenantId = tenantFor(integration, connected.config, env);
  const found = await asking("Asking Entra", ({ signal }) =>
    findApp(integration, connected.config, env, tenantId, signal),
  );
  return asking("Comparing", () => plannedFor({ ...given, target }, connected, found, tenantId, secret));
}

async function plannedFor(
  { workspace, target, options, env, folder }: Wish,
  { adoption, place, given, config }: Connected,
  found: Found,
  tenantId: string,
  secret: Secret,
): Promise<Plan> {
  const wanted = wantedIds(found, adoption.platform.integrationType);
  const holdings = await holdingsOf(workspace, target.name, wanted);
  const { lacking } = holdings;
  refuseOwnSecret(holdings, secret, target.name);
  if (options.yes && secret.kind === "needed" && lacking.size > 0) {
    throw new UsageError(
      "--yes needs the client secret that the platform has: --secret-stdin, or --no-secret where nobody has it",
    );
  }
  const warnings = await refuseOtherStacks(workspace, target.name, wanted);
  const after = lacking.size === 0 ? config : settingsFor(adoption, config, found, tenantId);
  refuseOtherLogin(adoption, config, after, found, target.name);
  const settings = checkedSettings(after, target, env);
  const changes = changesBetween(given, after);
  const proof =
    "value" in secret && (lacking.size > 0 || secret.kind === "given")
      ? await proveSecret(secret.value, found, settings)
      : undefined;
  const imports =
    lacking.size === 0 ? { file: {}, imports: [] } : await planImports(workspace, target, changes, lacking, folder);
  const view: View = {
    stack: target.name,
    adoption,
    place,
    found,
    rows: compare(adoption, found, settings, after),
    before: given,
    changes,
    imports: imports.imports,
    secret: secret.kind,
    warnings: [...found.warnings, ...warnings, ...(proof === undefined ? [] : [proof])],
  };
  return { target, settings, imports, secret, view };
}

/** The settings below are those of the stack's program. Another program would not read them. */
export function refuseOtherPrograms({ declares }: Target): void {
  if (declares(EXISTING_SECRET)) return;
  throw new Error(
    `this project's program has no setting ${shortName(EXISTING_SECRET)}, so its own code says what it makes: ` +
      `take over by hand, as ${documentation("adopting.md")} says`,
  );
}

/** Where the app is registered: in the stack's tenant, which must be the one that the integration sends people to. */
function tenantFor(integration: FoundIntegration, config: Config, env: NodeJS.ProcessEnv): string {
  const ofStack = tenantOf(config, env).toLowerCase();
  const ofIntegration = signInOf(integration)?.tenantId;
  if (ofStack !== "" && ofIntegration !== undefined && ofStack !== ofIntegration) {
    throw new Error(
      `integration ${plain(integration.id)} signs people in at tenant ${ofIntegration}, and the stack's tenant is ${ofStack}: ` +
        `\`pulumi config set azuread:tenantId ${ofIntegration}\`, or choose another integration`,
    );
  }
  const tenantId = ofStack || ofIntegration;
  if (tenantId !== undefined && isUuid(tenantId)) return tenantId;
  const problem =
    tenantId === undefined ? "is missing, and the integration's endpoints name no tenant by its id" : UUID;
  throw new Error(`azuread:tenantId ${problem}: \`pulumi config set azuread:tenantId <uuid>\``);
}

/** @throws Error with everything that is wrong, in the words of a deployment */
function checkedSettings(after: Config, { names }: Target, env: NodeJS.ProcessEnv): Settings {
  const problems = names.problems(after, problemsIn(after, env));
  if (problems.length > 0) {
    throw new Error(problems.map(({ key, message, fix }) => plain(`${key} ${message}: ${fix}`)).join("\n       "));
  }
  // A list that is kept encrypted cannot be read here.
  const readable = Object.entries(after).filter(([key, value]) => !(LISTS.includes(key) && value === HIDDEN));
  return parseSettings(Object.fromEntries(readable), env);
}

function asking<T>(label: string, work: (context: CallContext) => Promise<T>): Promise<T> {
  const { signal } = new AbortController();
  return withProgress(process.stderr, label, ({ detail }) => work({ signal, status: detail }));
}
