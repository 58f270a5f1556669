import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { ProviderError } from "./errors.ts";
import { PartialState } from "./operations.ts";
import type { Redactor } from "./redact.ts";
import { toStruct } from "./wireFormat.ts";

/** The gRPC error for a failed operation. An error that no code of ours explains is reported as a bug. */
export function toServiceError(error: unknown, operation: string, redactor: Redactor): Partial<ServiceError> {
  const message = redactor.redact(messageOf(error, operation));
  if (!(error instanceof PartialState)) return { code: status.UNKNOWN, details: message };
  return { code: status.UNKNOWN, details: message, metadata: partialMetadata(error, message) };
}

function messageOf(error: unknown, operation: string): string {
  if (error instanceof ProviderError || error instanceof PartialState) return error.message;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `unexpected failure in ${operation}, please report it: ${text}`;
}

/** The engine reads the id and properties of a half-created resource from the details of the gRPC status. */
function partialMetadata(error: PartialState, message: string): Metadata {
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(error.state.id);
  detail.setProperties(toStruct(error.state.properties));
  detail.setInputs(toStruct(error.state.inputs));
  detail.setReasonsList([message]);
  const packed = new anyPb.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const details = new statusPb.Status();
  details.setCode(status.UNKNOWN);
  details.setMessage(message);
  details.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return metadata;
}
