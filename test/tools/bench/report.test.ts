import { expect, test } from "@jest/globals";
import { report, scalePlot } from "../../../tools/bench/report.ts";
import { OPERATIONS } from "../../../tools/bench/scenarios.ts";
import { RESULTS, rounds } from "./support.ts";

test("has the machine, each operation and each size", () => {
  const text = report({ ...RESULTS, scale: {} }, "benchmarks.svg");
  for (const part of ["2 x Test, 8 GiB, linux 1.0, x64, Node v24.0.0, Pulumi 3.259.0", "2030-01-02", "All are met."]) {
    expect(text).toContain(part);
  }
  for (const operation of Object.keys(OPERATIONS)) expect(text).toContain(`\n| ${operation} | `);
  expect(text).toContain("| preview | 1.10 (1.05–1.20), 1.00x | 1.50 (1.50–1.55), 1.36x | 1.70 (1.65–1.75), 1.55x |");
  expect(text).not.toMatch(/undefined|NaN|\n\n\n/);
});

test("names the missed budgets", () => {
  const slow = { ...RESULTS, scale: {}, variants: { ...RESULTS.variants, ours: rounds(3) } };
  const text = report(slow, "benchmarks.svg");
  expect(text).toContain("are missed**: preview, one integration : azuread only;");
  expect(text).toContain("| preview, one integration : azuread only | 1.15 | **2** | 🟥 **missed** |");
});

test("all rows of a table have the same number of cells", () => {
  const tables = report(RESULTS, "benchmarks.svg").match(/(?:^\|.*\|\n)+/gm) ?? [];
  expect(tables.length).toBeGreaterThan(5);
  for (const table of tables) {
    const widths = table
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" | ").length);
    expect(new Set(widths).size).toBe(1);
  }
});

test("the plot is an image with a title, a description and a line for each operation it shows", () => {
  const image = scalePlot(RESULTS);
  expect(image).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+" role="img"/);
  for (const tag of ["svg", "title", "desc", "style"]) {
    expect(image.split(`<${tag}`).length).toBe(image.split(`</${tag}>`).length);
  }
  expect(image.match(/<polyline points="(?:[\d.]+,[\d.]+ ){3}[\d.]+,[\d.]+"/g)).toHaveLength(5);
  expect(image).not.toMatch(/NaN|Infinity|undefined/);
});
