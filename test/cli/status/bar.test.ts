import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ASCII, BLOCKS, bar } from "../../../cli/status/table.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const full = (text: string) => text.split(ASCII.left).length - 1;

test.each([
  [1, "##########"],
  [0.71, "#######---"],
  [0.01, "#---------"],
  [0, "----------"],
])("%d is %s", (given, expected) => {
  expect(bar(given, ASCII)).toBe(expected);
});

test("a bar has ten characters, is empty only when nothing is left, and never shows more for less", () => {
  fc.assert(
    fc.property(share, share, (one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(bar(less, ASCII)).toMatch(/^#*-*$/);
      expect(bar(less, BLOCKS)).toHaveLength(10);
      expect(full(bar(less, ASCII))).toBeLessThanOrEqual(full(bar(more, ASCII)));
      expect(full(bar(less, ASCII)) === 0).toBe(less === 0);
    }),
  );
});
