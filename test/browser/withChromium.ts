import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { findChromium, startChromium } from "./chromium.ts";

const ARTIFACTS = fileURLToPath(new URL("../../test-artifacts", import.meta.url));
export const PHONE = { width: 360, height: 740 };

const path = findChromium();
if (path === undefined) {
  console.warn(
    "The browser tests are skipped: there is no Chromium. Install one (apt-get install chromium) or set CHROMIUM_PATH.",
  );
}

/** Tests in Chromium, which are skipped where there is none. */
export const withChromium = path === undefined ? describe.skip : describe;

export function startBrowser(): Promise<Browser> {
  mkdirSync(ARTIFACTS, { recursive: true });
  return startChromium(path ?? "");
}

export function screenshot(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage: true });
}

/** How many pixels of the page are only seen by scrolling sideways. */
export function tooWide(page: Page): Promise<unknown> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
