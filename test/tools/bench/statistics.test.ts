import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { summarize } from "../../../tools/bench/statistics.ts";

test.each([
  [[3], 3, 3, 3],
  [[2, 1], 1.25, 1.5, 1.75],
  [[5, 1, 3, 2, 4], 2, 3, 4],
])("%j", (values, low, median, high) => {
  expect(summarize(values)).toEqual({ median, quartiles: [low, high], count: values.length });
});

test("no values cannot be summarized", () => {
  expect(() => summarize([])).toThrow("no measurement");
});

test("minimum, quartiles, median and maximum are in order, whatever the order of the values", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { minLength: 1 }), (values) => {
      const { median, quartiles } = summarize(values);
      const all = [Math.min(...values), quartiles[0], median, quartiles[1], Math.max(...values)];
      for (const [place, value] of all.slice(1).entries()) {
        expect(value).toBeGreaterThanOrEqual((all[place] as number) * (1 - 1e-9));
      }
      expect(summarize(values.toReversed())).toEqual({ median, quartiles, count: values.length });
    }),
  );
});
