import { Code, ConnectError } from "@connectrpc/connect";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws the API's error unless the field's value is a UUID. */
export function checkUuid(field: string, value: string): void {
  if (!UUID.test(value)) {
    throw new ConnectError(`validation error: ${field}: value must be a valid UUID`, Code.InvalidArgument);
  }
}
