import { expect, test } from "@jest/globals";
import { report, scalePlot } from "../../../tools/bench/report.ts";
import { OPERATIONS } from "../../../tools/bench/scenarios.ts";
import { RESULTS, rounds } from "./support.ts";

test("has the machine, each operation and each size", () => {
  const text = report({ ...RESULTS, scale: {} }, "benchmarks.svg");
  for (const part of [
    "2 x Test, 8 GiB, linux 1.0, x64, Node v24.0.0",
    "It used Pulumi 3.259.0",
    "2030-01-02",
    "All are met.",
  ]) {
    expect(text).toContain(part);
  }
  for (const operation of Object.keys(OPERATIONS)) expect(text).toContain(`\n| ${operation} | `);
  expect(text).toContain("| preview | 1.10 (1.05–1.20), 1.00x | 2.00 (2.00–2.05), 1.82x | 1.30 (1.25–1.35), 1.18x |");
  expect(text).not.toMatch(/undefined|NaN|\n\n\n/);
});

test("names the missed budgets", () => {
  const slow = { ...RESULTS, scale: {}, variants: { ...RESULTS.variants, ours: rounds(3) } };
  const text = report(slow, "benchmarks.svg");
  expect(text).toContain("are missed**: no-op preview : empty program;");
  expect(text).toContain("| no-op preview : empty program | 1.2 | **2.73** | 🟥 **missed** |");
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
