import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Person } from "../engine/support/person.ts";
import { PHONE, screenshot, startBrowser, tooWide, withChromium } from "./withChromium.ts";

withChromium("in Chromium", () => {
  let person: Person;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];
  let fetched: string[];

  beforeAll(async () => {
    browser = await startBrowser();
    person = await Person.start();
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    await person.mustRun("up", "--yes", "--skip-preview");
  });
  afterAll(async () => {
    await browser?.close();
    await person?.close();
  });
  beforeEach(async () => {
    // No machine trusts the certificate authority of the sandbox's Entra.
    context = await browser.newContext({ ignoreHTTPSErrors: true });
    page = await context.newPage();
    errors = [];
    fetched = [];
    page.on("console", (message) => {
      // The browser logs every status 4xx, and refusals have one.
      const isStatus = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isStatus) errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => fetched.push(request.url()));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  const activationUrl = async () => (await person.mustRun("stack", "output", "activationUrl")).trim();
  const verified = () => person.sandbox.gitpod.integrations.list().map((provider) => provider.verified);
  const heading = () => page.getByRole("heading", { level: 1 }).textContent();

  /** The page has a language, a title, one main heading, and needs no sideways scrolling on a phone. */
  async function expectReadable(): Promise<void> {
    expect(await page.title()).not.toBe("");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    expect(await page.getByRole("main").count()).toBe(1);
    await page.setViewportSize(PHONE);
    expect(await tooWide(page)).toBe(0);
  }

  test("the page reports a cancelled consent, and the integration stays unverified", async () => {
    await page.goto(await activationUrl());
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("AADSTS65004: User declined to consent");
    await expectReadable();
    await screenshot(page, "consent-cancelled-phone");
    expect(verified()).toEqual([false]);
  });

  test("the activation link opens the consent page, and accepting leads to Gitpod's success page", async () => {
    await page.goto(await activationUrl());
    expect(await heading()).toBe("Permissions requested");
    expect(new URL(page.url()).origin).toBe(person.sandbox.entra.authorityHost);
    const permissions = await page.getByRole("listitem").allInnerTexts();
    for (const name of ["vso.code_write", "vso.profile"]) {
      expect(permissions.filter((line) => line.endsWith(name))).toHaveLength(1);
    }
    await screenshot(page, "consent");
    await page.getByRole("button", { name: "Accept" }).click();
    await page.waitForURL(`${person.sandbox.gitpod.origin}/complete-auth**`);
    expect(await heading()).toBe("Connected");
    await expectReadable();
    await screenshot(page, "connected-phone");
    expect(verified()).toEqual([true]);
  });

  test("the status page is readable on a phone and by a screen reader, and fetches nothing", async () => {
    const { code, output } = await person.script("node cli/main.ts status --html status.html");
    expect(`${code} ${output}`).toMatch(/^0 /);
    const file = pathToFileURL(person.path("status.html")).href;
    await page.goto(file);
    const row = page.getByRole("row", { name: "test" });
    expect(await row.getByRole("cell").allInnerTexts()).toEqual(
      expect.arrayContaining([
        person.sandbox.gitpod.host,
        "dev.azure.com",
        `Acme ${person.sandbox.gitpod.organizationId}`,
        "yes",
        "no",
      ]),
    );
    expect(await row.getByRole("meter", { name: "Share of the secret's lifetime that is left" }).count()).toBe(1);
    expect(await page.getByRole("columnheader").count()).toBeGreaterThan(5);
    expect(await page.getByRole("region", { name: "Client secrets ahead" }).getByRole("listitem").count()).toBe(4);
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        await screenshot(page, `status-${width}-${colorScheme}`);
      }
    }
    await expectReadable();
    expect(await row.getByRole("cell").count()).toBeGreaterThan(5);
    await screenshot(page, "status-phone-dark");
    expect(fetched).toEqual([file]);
  });

  test("the status page links to the activation of an integration that needs it", async () => {
    await person.set("gitpod-azure-devops:rotationTrigger", "browser");
    await person.mustRun("up", "--yes", "--skip-preview");
    const { code } = await person.script("node cli/main.ts status --html status.html");
    expect(code).toBe(3);
    await page.goto(pathToFileURL(person.path("status.html")).href);
    expect(await page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual([
      "What needs whom",
      "Client secrets ahead",
      "Integrations",
    ]);
    await screenshot(page, "status-not-activated");
    await page.getByRole("listitem").getByRole("link").first().click();
    // Entra remembers the consent: no page asks again.
    await page.waitForURL(`${person.sandbox.gitpod.origin}/complete-auth**`);
    expect(verified()).toEqual([true]);
  });
});
