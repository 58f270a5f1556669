import { APPLICATION, CONSENT, kindOf } from "../engine/resourceKinds.ts";
import type { Integration, ResourceName } from "../engine/stackExport.ts";
import { listed } from "../shared/text.ts";
import type { Actor, DriftedResource, Finding, StackReading } from "./model.ts";
import { PLATFORM_STATUS } from "./platforms.ts";
import { DEPLOYER, followedBy } from "./who.ts";

export function isSame(left: ResourceName, right: ResourceName): boolean {
  return left.type === right.type && left.name === right.name;
}

/** Whether the resource is the integration, and not what that depends on. */
export function isItself(resource: ResourceName, { name, platform }: Integration): boolean {
  return isSame(resource, { type: platform.integrationType, name });
}

/** Taking a consent back is a decision of another person than changing anything else. */
export function driftFindings(reading: StackReading): Finding[] {
  const { stack } = reading;
  const drifted = reading.clouds?.drifted ?? [];
  const isConsent = ({ type }: DriftedResource) => type === CONSENT;
  const revert = `\`pulumi up --refresh --stack ${stack}\` reverts it; to keep it, change the program or the settings.`;
  const consent = `Only an administrator gives and takes back consent for everybody: ask why. \`pulumi up --refresh --stack ${stack}\` consents again; without the setting \`adminConsent\` each person is asked.`;
  return [
    ...findingAbout(
      drifted.filter((resource) => !isConsent(resource)),
      reading,
      DEPLOYER,
      revert,
    ),
    ...findingAbout(drifted.filter(isConsent), reading, { role: "entra-administrator" }, consent),
  ];
}

function findingAbout(
  drifted: readonly DriftedResource[],
  { integrations = [] }: StackReading,
  who: Actor,
  advice: string,
): Finding[] {
  if (drifted.length === 0) return [];
  const lost = integrations.filter((integration) => drifted.some((resource) => isLoss(resource, integration)));
  const platforms = [...new Set(lost.map(({ platform }) => PLATFORM_STATUS[platform.name]))];
  const sentences = platforms.map(({ afterLoss }) => afterLoss);
  const message = [`Outside of Pulumi ${listed(drifted.map(described))}.`, advice, ...sentences].join(" ");
  return [{ code: "drift", who, ...followedBy(platforms[0]?.afterLossBy), integrations: [], message }];
}

/** People's sign-ins and activations end with an integration, and with its app. */
function isLoss(resource: DriftedResource, integration: Integration): boolean {
  if (!resource.deleted) return false;
  const isItsApp = resource.type === APPLICATION && integration.resources.some((each) => isSame(each, resource));
  return isItsApp || isItself(resource, integration);
}

/** "the app registration azure-devops-application was changed (web.redirectUris)" */
function described({ type, name, deleted, properties }: DriftedResource): string {
  const what = properties.length > 0 ? ` (${properties.join(", ")})` : "";
  return `the ${kindOf(type) ?? type} ${name} was ${deleted ? "deleted" : `changed${what}`}`;
}
