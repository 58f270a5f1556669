import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type { AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { fromWire } from "./fromWire.ts";
import type { Resource } from "./rule.ts";

/**
 * The resources of the stack that is being judged, with secrets marked. @pulumi/policy takes the marks off before a rule
 * sees a value (https://github.com/pulumi/pulumi-policy/issues/241), so they are read where its server parses requests.
 */
let latest: readonly Resource[] | undefined;

/** Begins to listen to the engine. Must come before the pack is served. */
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
    throw new Error("which values are secret cannot be seen: @pulumi/policy uses another copy of @pulumi/pulumi");
  }
  return latest;
}
