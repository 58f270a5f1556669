import type { ListValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { newProperties, type Properties, type PropertyValue, Secret, UNKNOWN } from "./values.ts";

// How the engine marks secrets and unknowns in a protobuf Struct: sdk/go/common/resource/sig/sig.go and plugin/rpc.go in
// https://github.com/pulumi/pulumi.
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN_STRING,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Reads properties from the engine's message. A null is a property that is not set. */
export function fromStruct(struct: Struct | undefined): Properties {
  const properties = newProperties();
  struct?.getFieldsMap().forEach((value: Value, key: string) => {
    const property = fromValue(value);
    if (property !== null) properties[key] = property;
  });
  return properties;
}

function fromValue(value: Value): PropertyValue {
  switch (value.getKindCase()) {
    case structPb.Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case structPb.Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case structPb.Value.KindCase.STRING_VALUE:
      return UNKNOWNS.has(value.getStringValue()) ? UNKNOWN : value.getStringValue();
    case structPb.Value.KindCase.LIST_VALUE:
      return value.getListValue()?.getValuesList().map(fromValue) ?? [];
    case structPb.Value.KindCase.STRUCT_VALUE:
      return fromObject(fromStruct(value.getStructValue()));
    default:
      return null;
  }
}

function fromObject(object: Properties): PropertyValue {
  if (object[SIGNATURE_KEY] !== SECRET_SIGNATURE) return object;
  const inner = object.value ?? null;
  return inner instanceof Secret ? inner : new Secret(inner);
}

/** Writes properties for the engine. Undefined ones are left out. */
export function toStruct(properties: { readonly [key: string]: PropertyValue | undefined }): Struct {
  const struct = new structPb.Struct();
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined) struct.getFieldsMap().set(key, toValue(value));
  }
  return struct;
}

function toValue(property: PropertyValue): Value {
  const value = new structPb.Value();
  if (property === null) return value.setNullValue(structPb.NullValue.NULL_VALUE);
  if (property === UNKNOWN) return value.setStringValue(UNKNOWN_STRING);
  if (typeof property === "boolean") return value.setBoolValue(property);
  if (typeof property === "number") return value.setNumberValue(property);
  if (typeof property === "string") return value.setStringValue(property);
  if (Array.isArray(property)) return value.setListValue(toList(property));
  if (property instanceof Secret) {
    return value.setStructValue(toStruct({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value: property.value }));
  }
  return value.setStructValue(toStruct(property));
}

function toList(items: PropertyValue[]): ListValue {
  const list = new structPb.ListValue();
  list.setValuesList(items.map(toValue));
  return list;
}
