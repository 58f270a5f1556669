import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { approve } from "../../sandbox/browser.ts";
import { Person } from "./support/person.ts";
import { whileWaiting } from "./support/whileWaiting.ts";

/** As on a user's own machine, wherever this test runs. */
const AT_HOME = { CI: "", DISPLAY: "", WAYLAND_DISPLAY: "" };
const NAME = "azure-devops-integration";

const DAY = 86_400_000;

let person: Person;
const ona = () => person.sandbox.ona;
const held = () => ona().integrations.list();
const connectUrl = async () => (await person.mustRun("stack", "output", "connectUrl")).trim();
const activate = (args = "", environment: Readonly<Record<string, string>> = {}) =>
  person.script(`node cli/main.ts activate ${args}`, { ...AT_HOME, ...environment });
/** Standard output of the command; progress and errors go to the file "stderr". */
const status = (args = "") => person.script(`node cli/main.ts status ${args} 2>stderr`);
const calls = () => person.sandbox.journal.entries("CheckAuthenticationForHost").length;
const ofNinetyDays = (left: number) => {
  const expiresAt = Date.now() + left * DAY;
  return { expiresAt, createdAt: expiresAt - 90 * DAY };
};
const endToken = (days: number | undefined) => {
  const change = days === undefined ? { expiresAt: undefined } : ofNinetyDays(days);
  ona().access.tokens.change(ona().token, change);
};
const forget = () => {
  for (const each of held()) ona().signIns.removeAll("oauth", each);
};

beforeAll(async () => {
  person = await Person.start({ withoutStack: true });
  await person.mustRun("stack", "init", "test");
  await person.setAll(person.sandbox.onaSettings());
  await person.set("gitpod:onaToken", ona().token, "--secret");
  await person.mustRun("up", "--yes", "--skip-preview");
});
afterAll(async () => {
  expect(person.printed().includes(ona().token)).toBe(false);
  await person.close();
});

describe("activate", () => {
  test("shows the link, and waits until the token's owner has connected", async () => {
    const { code, output } = await whileWaiting(
      () => activate(""),
      calls,
      async () => {
        expect(await approve(await connectUrl())).toMatchObject({ ok: true });
      },
    );
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining(await connectUrl()) });
    expect(output).toContain("Nobody activates an integration on Ona: each person connects to dev.azure.com once.");
    expect(output).toMatch(/✓ Connected after .*: dev\.azure\.com works\./);
  });

  test("has nothing to do when the token's owner is connected", async () => {
    const { code, output } = await activate("--stack test");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/^✓ The owner .* is connected/) });
  });

  test("prints only JSON on standard output with --json", async () => {
    forget();
    const { code, output } = await whileWaiting(
      () => activate("--json 2>stderr"),
      calls,
      async () => approve(await connectUrl()),
    );
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual({
      stack: "test",
      integration: NAME,
      platform: "ona",
      integrationId: held()[0]?.id,
      runnerId: ona().runnerId,
      runnerName: "Acme AWS",
      providerHost: "dev.azure.com",
      connectUrl: await connectUrl(),
      connected: true,
      outcome: "connected",
      waitedSeconds: expect.any(Number),
    });
    expect(await person.file("stderr")).toContain(await connectUrl());
  });

  test("exits with 1 when nobody connects in time, and lists only what can come up on Ona", async () => {
    forget();
    const { code, output } = await activate("--timeout 1s");
    expect(code).toBe(1);
    expect(output).toMatch(/✗ Not connected after \d.*AADSTS50011 .*AADSTS90094 /s);
    expect(output).not.toContain("not-owner");
  });

  test("does not wait for a service account, which cannot connect", async () => {
    forget();
    const token = ona().access.addToken({ principal: Principal.SERVICE_ACCOUNT });
    await person.unset("gitpod:onaToken");
    const { code, output } = await activate("", { ONA_TOKEN: token });
    const document = await activate("--json 2>stderr", { ONA_TOKEN: token });
    const elsewhere = await activate("", { ONA_TOKEN: token, ONA_BASE_URL: "https://ona.example.com/api" });
    await person.set("gitpod:onaToken", ona().token, "--secret");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("cannot connect") });
    expect(output).toContain(await connectUrl());
    expect(JSON.parse(document.output)).toMatchObject({ connected: false, outcome: "no-person" });
    // That token belongs to another address than the stack's.
    expect(elsewhere).toMatchObject({ code: 1, output: expect.stringContaining("gitpod:onaToken is not set") });
  });

  test("needs a token that Ona accepts", async () => {
    ona().access.tokens.revoke(ona().token);
    const { code, output } = await activate();
    ona().access.addToken({}, ona().token);
    expect(code).toBe(1);
    expect(output).toMatch(/^error: could not ask whether you are connected .*Ona does not accept the token/);
  });
});

describe("status", () => {
  test("needs nobody where the runner says that the integration is valid, connected or not", async () => {
    const { code, output } = await status();
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("Nothing needs a person.") });
    expect(output).toMatch(new RegExp(`^test +Ona +dev\\.azure\\.com +Acme AWS \\(${ona().runnerId}\\) +yes `, "m"));
  });

  test("says that the runner is offline, and that the token ends", async () => {
    const [runner] = ona().runners.list();
    if (runner) runner.phase = RunnerPhase.INACTIVE;
    endToken(12);
    const { code, output } = await status("--json --html page.html");
    endToken(undefined);
    if (runner) runner.phase = RunnerPhase.ACTIVE;
    const [stack] = JSON.parse(output).stacks;
    expect({ code, findings: stack.findings }).toEqual({
      code: 3,
      findings: [
        {
          code: "runner-unavailable",
          needsPerson: true,
          who: "runner-administrator",
          afterwards: null,
          integrations: [NAME],
          message: expect.stringMatching(/cannot be asked: .*Runner Acme AWS .* is offline \(inactive\): start it/),
        },
        {
          code: "token-ending",
          needsPerson: true,
          who: "deployer",
          afterwards: null,
          integrations: [],
          message: expect.stringMatching(
            /^The token of Ona ends on 20\S+, in 12 days\. Make another in Ona .* --stack test/,
          ),
        },
      ],
    });
    expect(stack.tokens).toMatchObject([{ platform: "ona", certainty: "certain", daysLeft: 12 }]);
    const page = await person.file("page.html");
    expect(page).toContain("is offline (inactive)");
    expect(page).toContain("The token of Ona ends on");
  });

  test("says what is wrong, and that somebody changed it", async () => {
    const [integration] = held();
    const oauth = integration?.oauth;
    if (integration === undefined || oauth === undefined) throw new Error("there is no integration with OAuth");
    ona().integrations.update(integration.id, { oauth: { ...oauth, issuerUrl: `${oauth.issuerUrl}/none` } });
    const { code, output } = await status("--json");
    const withoutClouds = await status("--no-drift");
    ona().integrations.update(integration.id, { oauth });
    const [stack] = JSON.parse(output).stacks;
    expect({ code, codes: stack.findings.map((finding: { code: string }) => finding.code) }).toEqual({
      code: 3,
      codes: ["not-valid", "drift"],
    });
    expect(stack.integrations).toEqual([
      expect.objectContaining({
        platform: "ona",
        runnerId: ona().runnerId,
        runnerName: "Acme AWS",
        connectUrl: await connectUrl(),
        verified: false,
        problems: [{ field: "oauth", message: expect.any(String) }],
        drift: true,
      }),
    ]);
    expect(stack.integrations[0]).not.toHaveProperty("organizationId");
    expect(withoutClouds).toMatchObject({ code: 0, output: expect.stringMatching(/ yes .* not asked$/m) });
  });
});

test("doctor finds a token bad that ends within 30 days", async () => {
  endToken(12);
  const { code, output } = await person.script("node cli/main.ts doctor --json 2>stderr");
  endToken(undefined);
  const { checks } = JSON.parse(output) as {
    checks: { name: string; outcome: string; message: string; fix?: string }[];
  };
  expect(code).toBe(3);
  expect(checks.filter(({ name, outcome }) => name === "ona-token" && outcome === "bad")).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/^The token ends on 20\S+, in 12 days\./),
      fix: "pulumi config set --secret gitpod:onaToken",
    }),
  ]);
});

test("activate reports that the integration was deleted while it waited", async () => {
  forget();
  const [integration] = held();
  const { code, output } = await whileWaiting(
    () => activate("--json 2>stderr"),
    calls,
    () => ona().integrations.remove(integration?.id ?? ""),
  );
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({ connected: false, outcome: "deleted" });
  expect(await person.file("stderr")).toContain("`pulumi up --refresh` creates it again");
});
