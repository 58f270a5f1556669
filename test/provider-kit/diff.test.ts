import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { diffInputs } from "../../provider-kit/diff.ts";
import { newProperties, type PropertyValue, Secret, UNKNOWN } from "../../provider-kit/values.ts";

const schema = z.object({
  place: z.string().meta({ replaces: true }),
  size: z.number().default(7),
  note: z.string().optional(),
});
type Given = { [key: string]: PropertyValue };
const diff = (olds: Given, news: Given) =>
  diffInputs(schema, newProperties(Object.entries(olds)), newProperties(Object.entries(news)));

describe("the difference of inputs", () => {
  test("is none when only secret marks changed", () => {
    expect(diff({ place: "a", size: 7 }, { place: new Secret("a"), size: 7 })).toEqual([]);
  });

  test("is none for a property with its default that the last deployment did not have", () => {
    expect(diff({ place: "a" }, { place: "a", size: 7 })).toEqual([]);
    expect(diff({ place: "a" }, { place: "a", size: 8 })).toEqual([
      { property: "size", kind: "update", replaces: false },
    ]);
  });

  test("names what was added, deleted and changed, and whether that replaces the resource", () => {
    expect(diff({ place: "a", size: 7, note: "x" }, { place: "b", size: 7 })).toEqual([
      { property: "place", kind: "update", replaces: true },
      { property: "note", kind: "delete", replaces: false },
    ]);
    expect(diff({ size: 7 }, { place: "b", size: 7, note: "x" })).toEqual([
      { property: "place", kind: "add", replaces: true },
      { property: "note", kind: "add", replaces: false },
    ]);
  });

  test("counts an unknown value as changed", () => {
    expect(diff({ place: "a", size: 7 }, { place: new Secret(UNKNOWN), size: UNKNOWN })).toEqual([
      { property: "place", kind: "update", replaces: true },
      { property: "size", kind: "update", replaces: false },
    ]);
  });

  test("leaves out what the schema does not know", () => {
    expect(diff({ place: "a", size: 7, old: 1 }, { place: "a", size: 7, new: 2 })).toEqual([]);
  });
});
