import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type { AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { fromWire } from "./fromWire.ts";
import type { Resource } from "./rule.ts";

/**
 * The resources of the current stack, with secrets marked. @pulumi/policy removes the marks before rules see a value
 * (https://github.com/pulumi/pulumi-policy/issues/241), so they are read where its server parses requests.
 */
let latest: readonly Resource[] | undefined;

/** Starts to read the engine's requests. Call it before the pack is served. */
export function listenToEngine(): void {
  const { analyzeStack } = analyzerGrpc.AnalyzerService;
  const parse = analyzeStack.requestDeserialize;
  analyzeStack.requestDeserialize = (bytes: Buffer): AnalyzeStackRequest => {
    const request = parse(bytes);
    latest = request.getResourcesList().map((resource) => ({
      type: resource.getType(),
      name: resource.getName(),
      urn: resource.getUrn(),
      properties: fromWire(resource.getProperties()?.toJavaScript() ?? {}) as Resource["properties"],
    }));
    return request;
  };
}

export function markedResources(): readonly Resource[] {
  if (latest === undefined) {
    throw new Error(
      "secret values cannot be identified, because @pulumi/policy uses another copy of @pulumi/pulumi: install one version of it",
    );
  }
  return latest;
}
