import type * as Pulumi from "@pulumi/pulumi";
import type { ResourceHookBinding } from "@pulumi/pulumi";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb.js";

/** Pulumi's SDK, with what its own provider server uses and its types leave out. */
export interface Sdk {
  readonly pulumi: typeof Pulumi;
  /** Settings, clients and pending calls of one run of a program. */
  withLocalStorage<Result>(run: () => Promise<Result>): Promise<Result>;
  /** Those of the present asynchronous context; undefined outside of {@link withLocalStorage}. */
  getLocalStore(): object | undefined;
  awaitFeatureSupport(): Promise<void>;
  waitForRPCs(): Promise<void>;
  setAllConfig(config: Record<string, string>, secretKeys: readonly string[]): void;
  hookBindingFromProto(binding: ConstructRequest.ResourceHooksBinding | undefined): ResourceHookBinding | undefined;
}

let loading: Promise<Sdk> | undefined;

/** Loads the SDK once. That takes longer than the rest of a plugin's start, so only a Construct does it. */
export function loadSdk(): Promise<Sdk> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Sdk> {
  const [pulumi, state, settings, config, resource] = await Promise.all([
    import("@pulumi/pulumi"),
    import("@pulumi/pulumi/runtime/state.js"),
    import("@pulumi/pulumi/runtime/settings.js"),
    import("@pulumi/pulumi/runtime/config.js"),
    import("@pulumi/pulumi/runtime/resource.js"),
  ]);
  return Object.assign({ pulumi }, state.default, settings.default, config.default, resource.default) as unknown as Sdk;
}
