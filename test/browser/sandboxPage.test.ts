import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { type RunningPage, startPage } from "../../sandbox/page/server.ts";
import { startPlayground } from "../../sandbox/playground.ts";
import type { Sandbox } from "../../sandbox/types.ts";
import { PHONE, screenshot, startBrowser, tooWide, withChromium } from "./withChromium.ts";

withChromium("the sandbox's page in Chromium", () => {
  let sandbox: Sandbox;
  let running: RunningPage;
  let browser: Browser;
  let context: BrowserContext;
  let errors: string[];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    sandbox = await startPlayground({});
    running = await startPage(sandbox, 0);
    errors = [];
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([running.close(), sandbox.close()]);
    expect(errors).toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
    const page = await context.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(running.url);
    return page;
  }
  /** Presses Tab until the element with this name has the focus. */
  async function tabTo(page: Page, role: "button" | "combobox" | "checkbox", name: string | RegExp): Promise<void> {
    const wanted = page.getByRole(role, { name });
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    }
    throw new Error(`Tab does not reach ${role} ${name}`);
  }
  const makeIt = (page: Page) => page.getByRole("button", { name: "Make it" }).click();

  test("by keyboard alone, a person makes an integration by hand and deletes its app", async () => {
    const page = await open();
    await tabTo(page, "combobox", "Where");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "button", "Make it");
    await page.keyboard.press("Enter");
    await page.getByText("Client secret, shown only this once").waitFor();
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ verified: true }]);
    const globex = sandbox.gitpod.installation.organizations.list()[1];
    expect(sandbox.gitpod.integrations.list()[0]?.organizationId).toBe(globex?.id);
    // The focus begins at the notice.
    const summary = page.getByText("Change Gitpod", { exact: true });
    await summary.focus();
    await page.keyboard.press("Enter");
    await tabTo(page, "button", "Delete the app registration: Gitpod");
    await page.keyboard.press("Enter");
    await page.getByText("No app registrations yet.").waitFor();
    expect(sandbox.entra.directory.applications.size).toBe(0);
  });

  test("shows calls and changes at once, but not under the hands of who is typing", async () => {
    const page = await open();
    await page.getByText("Changes show at once.").waitFor();
    await fetch(`${sandbox.gitpod.origin}/user/tokens`);
    await page.getByText("GET /user/tokens").waitFor();
    await makeIt(page);
    await page.getByText("Change Gitpod", { exact: true }).click();
    const name = page.getByLabel("Name", { exact: true });
    await name.fill("Half a na");
    await fetch(`${sandbox.ona.origin}/settings/personal-access-tokens`);
    await page.getByText("GET /settings/personal-access-tokens").waitFor();
    expect(await name.inputValue()).toBe("Half a na");
  });

  test("says when the sandbox has ended", async () => {
    const page = await open();
    await page.getByText("Changes show at once.").waitFor();
    await running.close();
    await page.getByText("The sandbox does not answer.").waitFor();
    // The browser logs that it cannot connect.
    errors = errors.filter((message) => !message.includes("ERR_"));
  });

  test("works without a script: plays a situation and ends it", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.getByText("oauth-policy-off").click();
    await page.getByRole("button", { name: "Play: oauth-policy-off" }).click();
    expect(await page.getByRole("status").first().textContent()).toContain("activate --explain oauth-policy");
    expect(sandbox.azureDevOps.thirdPartyAccess).toBe(false);
    await page.getByRole("button", { name: "End it: oauth-policy-off" }).click();
    expect(sandbox.azureDevOps.thirdPartyAccess).toBe(true);
    expect(await page.getByText("Nothing that lasts.").count()).toBe(1);
  });

  test("is readable on a phone, light and dark, and has one heading for each part", async () => {
    const page = await open({ viewport: PHONE });
    await makeIt(page);
    await page.getByText("Client secret, shown only this once").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).allInnerTexts()).toEqual(["Sandbox"]);
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual([
      "Going wrong now",
      "Play a situation",
      "Make an integration by hand",
      "Microsoft Entra ID",
      "Gitpod Classic",
      "Ona",
      "Calls",
    ]);
    await page.getByText("Change Gitpod", { exact: true }).click();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await tooWide(page)).toBe(0);
      await screenshot(page, `sandbox-phone-${colorScheme}`);
    }
  });

  test("leads to the token page, where a person makes a token", async () => {
    const page = await open();
    await page.getByRole("link", { name: "access tokens", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Access tokens" }).waitFor();
    await page.getByRole("combobox", { name: /^Owner/ }).selectOption({ index: 1 });
    await page.getByRole("combobox", { name: /^May/ }).selectOption("only read");
    await page.getByRole("button", { name: "Make the token" }).click();
    expect(await page.getByRole("listitem").first().textContent()).toMatch(
      /Mia Sandbox .*; may only read; never used; never ends/,
    );
  });

  test("a person activates an integration from it", async () => {
    const page = await open();
    await page.getByLabel("an owner has activated it").uncheck();
    await makeIt(page);
    await page.getByRole("link", { name: "activate", exact: true }).click();
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByRole("heading", { level: 1, name: "Connected" }).waitFor();
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ verified: true }]);
  });
});
