import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import type { Alias as AliasPb } from "@pulumi/pulumi/proto/alias_pb.js";
import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { ComponentDefinition } from "./component.ts";
import { componentInputs, inputProblems } from "./componentInputs.ts";
import { ConstructCalls } from "./constructCalls.ts";
import { WrongInputs } from "./errors.ts";
import { loadSdk, type Sdk } from "./sdk.ts";
import type { Session } from "./session.ts";
import { fromStruct } from "./wireFormat.ts";

/** Registers a component for a program in another process. Several may be under way at once, each with its own stack. */
export async function construct(session: Session, request: ConstructRequest): Promise<ConstructResponse> {
  const component = await session.component(request.getType());
  const news = fromStruct(request.getInputs());
  session.redactor.learn(news);
  const problems = inputProblems(component, news);
  if (problems.length > 0) throw new WrongInputs(problems);
  const [sdk, Class] = await Promise.all([loadSdk(), component.load()]);
  return ConstructCalls.of(sdk).run(async () => {
    await configureSdk(sdk, request, session.log.address);
    const args = componentInputs(sdk.pulumi, component, request);
    const resource = new Class(request.getName(), args as never, optionsOf(sdk, component, request));
    const response = await responseOf(sdk, component, request, resource);
    await sdk.waitForRPCs();
    return response;
  });
}

/** Gives the SDK what it has in a program from its environment. */
async function configureSdk(sdk: Sdk, request: ConstructRequest, engineAddress = ""): Promise<void> {
  sdk.pulumi.runtime.resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    engineAddress,
    request.getMonitorendpoint(),
    request.getDryrun(),
    request.getOrganization(),
  );
  await sdk.awaitFeatureSupport();
  sdk.setAllConfig(Object.fromEntries(request.getConfigMap().entries()), request.getConfigsecretkeysList());
}

/** The resource options of the program. Those that it has not set stay unset, so that the component's children inherit. */
function optionsOf(sdk: Sdk, component: ComponentDefinition, request: ConstructRequest): ComponentResourceOptions {
  const { pulumi } = sdk;
  const byUrn = (urn: string) => new pulumi.DependencyResource(urn);
  const providers = request.getProvidersMap().toArray();
  const trigger = request.getReplacementTrigger();
  const replaceWith = request.getReplaceWithList().map(byUrn);
  const all = {
    aliases: request.getAliasesList().map((alias) => aliasOf(sdk, alias)),
    dependsOn: explicitDependencies(request).map(byUrn),
    providers: Object.fromEntries(providers.map(([name, ref]) => [name, new pulumi.DependencyProviderResource(ref)])),
    parent: request.getParent() === "" ? undefined : byUrn(request.getParent()),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    customTimeouts: request.getCustomtimeouts()?.toObject(),
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() === "" ? undefined : byUrn(request.getDeletedwith()),
    replaceWith: replaceWith.length === 0 ? undefined : replaceWith,
    replacementTrigger: trigger && pulumi.runtime.deserializeProperty(trigger.toJavaScript(), true),
    hooks: sdk.hookBindingFromProto(request.getResourceHooks()),
    // Passed on as a program's own process does. Engine 3.259 marks outputs by it for custom resources only.
    additionalSecretOutputs: request.getAdditionalsecretoutputsList().filter((name) => name in component.outputs.shape),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Those of the option `dependsOn`. SDKs add what the inputs depend on to the list. In a program's own process it does not become
 * a dependency of the component, only of the resources that get the inputs.
 */
function explicitDependencies(request: ConstructRequest): string[] {
  const ofInputs = [...request.getInputdependenciesMap().values()].flatMap((each) => each.getUrnsList());
  return request.getDependenciesList().filter((urn) => !ofInputs.includes(urn));
}

function aliasOf({ pulumi }: Sdk, alias: AliasPb) {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parent = spec.hasParenturn() ? { parent: spec.getParenturn() } : {};
  const given = { name: spec.getName(), type: spec.getType(), project: spec.getProject(), stack: spec.getStack() };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
    ...(spec.getNoparent() ? { parent: pulumi.rootStackResource } : parent),
  };
}

/** What the program sees of the component. Its state has been written by the class itself. */
async function responseOf(
  { pulumi }: Sdk,
  component: ComponentDefinition,
  request: ConstructRequest,
  resource: ComponentResource,
): Promise<ConstructResponse> {
  const secrets = request.getAdditionalsecretoutputsList();
  const outputs = Object.keys(component.outputs.shape).map((name) => {
    const value: unknown = Reflect.get(resource, name);
    return [name, secrets.includes(name) ? pulumi.secret(value) : value] as const;
  });
  const label = `construct(${component.token}, ${request.getName()})`;
  const [state, dependencies] = await pulumi.runtime.serializeResourceProperties(label, Object.fromEntries(outputs));
  const response = new providerPb.ConstructResponse().setState(structPb.Struct.fromJavaScript(state));
  response.setUrn(await urnOf(resource));
  for (const [name, resources] of dependencies) {
    const urns = new providerPb.ConstructResponse.PropertyDependencies();
    response.getStatedependenciesMap().set(name, urns.setUrnsList(await Promise.all([...resources].map(urnOf))));
  }
  return response;
}

/** A URN is known in a preview too. */
function urnOf({ urn }: { readonly urn: ComponentResource["urn"] }): Promise<string> {
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
