import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "@jest/globals";

/** Compares a text with a reviewed file. UPDATE_GOLDEN=1 updates the file; review the diff. */
export function expectGolden(file: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(existsSync(file) ? actual : `${file} is missing: run this test with UPDATE_GOLDEN=1`).toBe(
    existsSync(file) ? readFileSync(file, "utf8") : "",
  );
}
