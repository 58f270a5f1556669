import { inflateSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { indexedPng } from "../../tools/indexedPng.ts";

/** Type and content of each chunk. */
function chunks(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    found.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return found;
}

const [white, red, blue] = [
  [255, 255, 255, 255],
  [255, 0, 0, 255],
  [0, 0, 255, 255],
] as const;

test("a picture of few colours keeps each of them, the most frequent first", () => {
  const rgba = Buffer.from([red, white, white, white, white, blue].flat());
  const found = chunks(indexedPng({ width: 3, rgba }));
  expect([...found.keys()]).toEqual(["IHDR", "PLTE", "IDAT", "IEND"]);
  expect([...(found.get("IHDR") ?? [])]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
  expect([...(found.get("PLTE") ?? [])]).toEqual([white, red, blue].flatMap((colour) => colour.slice(0, 3)));
  expect([...inflateSync(found.get("IDAT") ?? Buffer.alloc(0))]).toEqual([0, 1, 0, 0, 0, 0, 0, 2]);
});

test("a rare colour becomes the closest of the frequent ones", () => {
  const greys = Array.from({ length: 200 }, (_, grey) =>
    Array(grey < 199 ? 2 : 1).fill([grey, grey, grey, 255]),
  ).flat();
  const found = chunks(indexedPng({ width: greys.length, rgba: Buffer.from(greys.flat()) }));
  const palette = found.get("PLTE") ?? Buffer.alloc(0);
  const rows = inflateSync(found.get("IDAT") ?? Buffer.alloc(0));
  const last = rows.at(-1) ?? 0;
  const closest = Math.max(...palette);
  expect(palette[last * 3]).toBe(closest);
  expect(palette.length).toBeLessThan(200 * 3);
});
