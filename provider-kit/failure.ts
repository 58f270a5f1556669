import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import errorsPb from "@pulumi/pulumi/proto/errors_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { ProviderError, WrongInputs } from "./errors.ts";
import { PartialState } from "./operations.ts";
import type { Redactor } from "./redact.ts";
import { toStruct } from "./wireFormat.ts";

/** The gRPC error for a failed operation. An error that no code of ours explains is reported as a bug. */
export function toServiceError(error: unknown, operation: string, redactor: Redactor): Partial<ServiceError> {
  const message = redactor.redact(messageOf(error, operation));
  if (error instanceof PartialState) {
    return { code: status.UNKNOWN, details: message, metadata: partialMetadata(error, message) };
  }
  if (error instanceof WrongInputs) {
    const metadata = problemsMetadata(error, message, redactor);
    return { code: status.INVALID_ARGUMENT, details: message, metadata };
  }
  return { code: status.UNKNOWN, details: message };
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
  return detailMetadata(status.UNKNOWN, message, detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
}

/** The engine shows a line for each problem. */
function problemsMetadata({ problems }: WrongInputs, message: string, redactor: Redactor): Metadata {
  const { PropertyError } = errorsPb.InputPropertiesError;
  const errors = problems.map(({ path, reason }) =>
    new PropertyError().setPropertyPath(propertyPath(path)).setReason(redactor.redact(reason)),
  );
  const detail = new errorsPb.InputPropertiesError().setErrorsList(errors);
  return detailMetadata(status.INVALID_ARGUMENT, message, detail.serializeBinary(), "pulumirpc.InputPropertiesError");
}

/**
 * The engine would print the value at the path, and people paste tokens into the wrong property. With a space at its end it
 * finds none.
 */
function propertyPath(path: readonly PropertyKey[]): string {
  const parts = path.map((part, index) => {
    if (typeof part === "number") return `[${part}]`;
    return index === 0 ? String(part) : `.${String(part)}`;
  });
  return `${parts.join("")} `;
}

/** The engine reads more about an error from the details of its gRPC status. */
function detailMetadata(code: status, message: string, detail: Uint8Array, type: string): Metadata {
  const packed = new anyPb.Any();
  packed.pack(detail, type);
  const details = new statusPb.Status();
  details.setCode(code);
  details.setMessage(message);
  details.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return metadata;
}
