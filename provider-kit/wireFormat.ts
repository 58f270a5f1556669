import type { ListValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { OUTPUT_SIGNATURE, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_STRING, UNKNOWNS } from "./engineMarks.ts";
import { newProperties, type Properties, type PropertyValue, Secret, UNKNOWN } from "./values.ts";

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
      return fromObject(
        fromStruct(value.getStructValue()),
        value.getStructValue()?.getFieldsMap().has("value") === true,
      );
    default:
      return null;
  }
}

function fromObject(object: Properties, hasValue: boolean): PropertyValue {
  const signature = object[SIGNATURE_KEY];
  if (signature !== SECRET_SIGNATURE && signature !== OUTPUT_SIGNATURE) return object;
  const isUnknown = signature === OUTPUT_SIGNATURE && !hasValue;
  const inner = isUnknown ? UNKNOWN : (object.value ?? null);
  const isSecret = signature === SECRET_SIGNATURE || object.secret === true;
  return isSecret && !(inner instanceof Secret) ? new Secret(inner) : inner;
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
