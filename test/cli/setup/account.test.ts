import { Code, ConnectError } from "@connectrpc/connect";
import { afterEach, describe, expect, test } from "@jest/globals";
import { findPlace } from "../../../cli/setup/account.ts";
import { SETUPS } from "../../../cli/setup/platforms.ts";
import { API_URL, HOST, TOKEN } from "../../../cli/setup/settings/classic.ts";
import { ONA_API, ONA_TOKEN } from "../../../cli/setup/settings/ona.ts";
import { type Config, keyOf } from "../../../cli/setup/settings.ts";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import { plain } from "../../../cli/shared/text.ts";
import type { PlatformName } from "../../../platforms/index.ts";
import type { Membership } from "../../../provider/classic/organizations.ts";
import { Principal } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerPhase, RunnerProvider } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";

const ACME: Membership = { id: "11111111-1111-4111-8111-111111111111", name: "Acme", slug: "acme", role: "owner" };
const OPS: Membership = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "Platform Ops",
  slug: "platform-ops",
  role: "member",
};
const RUNNER = { id: "33333333-3333-4333-8333-333333333333", name: "Acme AWS" };
const context = { signal: new AbortController().signal, status: () => undefined };

test("the names of places and people cannot move a terminal's cursor", () => {
  const name = "A\u001b[2J\nB";
  const { classic, ona } = SETUPS;
  const membership: Membership = { ...OPS, name, slug: name };
  const runner = { ...RUNNER, name, region: name, registered: true, phase: "ACTIVE", provider: "MANAGED" };
  const texts = [
    classic.label(membership),
    classic.placeWarning(membership),
    ona.label(runner),
    ona.placeWarning(runner),
  ];
  for (const text of texts) {
    expect(text).toContain("A\\u{1b}[2J B");
    expect(text).toBe(plain(text ?? ""));
  }
});

describe("a place", () => {
  test.each([
    ["its id", OPS.id],
    ["its id in capitals", OPS.id.toUpperCase()],
    ["its short name", "platform-ops"],
    ["its name, in any case", " platform OPS "],
  ])("is found by %s", (_, text) => {
    expect(findPlace(text, [ACME, OPS], "organization")).toBe(OPS);
  });

  test.each(["Acme AWS", RUNNER.id])("without a short name is found by %s", (text) => {
    expect(findPlace(text, [RUNNER], "runner")).toBe(RUNNER);
  });

  test.each([
    [
      "with a typo",
      "platfrom-ops",
      [ACME, OPS],
      "--organization is not one of the token's organizations; did you mean platform-ops? They are: Acme (acme), Platform Ops (platform-ops)",
    ],
    [
      "that is unknown",
      "something else",
      [ACME, OPS],
      "--organization is not one of the token's organizations. They are: Acme (acme), Platform Ops (platform-ops)",
    ],
    ["of nobody", "acme", [], "--organization cannot be found: the token's owner has no organization"],
    [
      "whose name is not unique",
      "Acme",
      [
        { ...ACME, slug: "acme-1" },
        { ...OPS, name: "Acme", slug: "acme-2" },
      ],
      `--organization is the name of several organizations; use one of the ids ${ACME.id}, ${OPS.id}`,
    ],
  ])("%s is refused", (_, wanted, organizations, message) => {
    expect(() => findPlace(wanted, organizations, "organization")).toThrow(new UsageError(message));
  });

  test("without a short name is listed with its id", () => {
    const message = `--runner is not one of the token's runners; did you mean Acme AWS? They are: Acme AWS (${RUNNER.id})`;
    expect(() => findPlace("acme-aws", [RUNNER], "runner")).toThrow(new UsageError(message));
  });
});

test("an organization causes a warning unless the token's owner is an owner of it", () => {
  const { placeWarning } = SETUPS.classic;
  expect(placeWarning(ACME)).toBeUndefined();
  expect(placeWarning(OPS)).toContain("is a member of Platform Ops. Only an owner");
  expect(placeWarning({ ...OPS, role: undefined } as Membership)).toContain("does not show the role");
});

describe("a token", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());
  const settings = (): Config => ({
    [HOST]: sandbox.gitpod.host,
    [API_URL]: sandbox.gitpod.apiUrl,
    [TOKEN]: sandbox.gitpod.token,
    [ONA_API]: sandbox.ona.apiUrl,
    [ONA_TOKEN]: sandbox.ona.token,
  });
  const open = (name: PlatformName, changed: Config = {}) => SETUPS[name].open({ ...settings(), ...changed }, context);

  describe("of Gitpod Classic", () => {
    test("shows its owner with all organizations and roles", async () => {
      sandbox = await startSandbox({ otherOrganizations: [{ ...OPS, role: "member" }] });
      const account = await open("classic");
      expect(account.owner).toBe("The token belongs to Sam Sandbox.");
      expect(account.places).toEqual([{ ...ACME, id: sandbox.gitpod.organizationId }, OPS]);
    });

    test("shows an organization without a role when its members are hidden", async () => {
      sandbox = await startSandbox();
      const { installation } = sandbox.gitpod;
      const { id } = installation.organizations.of(installation.user)[0] ?? ACME;
      sandbox.gitpod.installation.members = () => {
        throw new ConnectError("You do not have read_members", Code.PermissionDenied);
      };
      expect((await open("classic")).places).toEqual([{ ...ACME, id, role: undefined }]);
    });
  });

  describe("of Ona", () => {
    const { label, placeWarning } = SETUPS.ona;

    test("shows its owner, and all runners with phase, provider and region", async () => {
      sandbox = await startSandbox();
      const { runners, access } = sandbox.ona;
      runners.add({ name: "New", registered: false, provider: RunnerProvider.GCP, region: "europe-west1" });
      runners.add({ name: "Off", phase: RunnerPhase.INACTIVE });
      runners.add({ name: "Gone", phase: RunnerPhase.DELETED });
      const { owner, places, warnings } = await open("ona");
      expect({ owner, warnings }).toEqual({ owner: `The token belongs to user ${access.userId}.`, warnings: [] });
      expect(places.map((place) => label(place))).toEqual([
        "Acme AWS: active, AWS EC2, eu-central-1",
        "New: never registered, GCP, europe-west1",
        "Off: inactive, AWS EC2, eu-central-1",
      ]);
      expect(places.map((place) => placeWarning(place))).toEqual([
        undefined,
        expect.stringMatching(/New .* has never registered .* start it/),
        expect.stringMatching(/Off .* is offline \(inactive\): start it/),
      ]);
    });

    test("warns of a runner that Ona runs itself", async () => {
      sandbox = await startSandbox();
      sandbox.ona.runners.add({ name: "Cloud", provider: RunnerProvider.MANAGED });
      const { places } = await open("ona");
      expect(places.map((place) => placeWarning(place))).toEqual([undefined, expect.stringContaining("is Ona's own")]);
    });

    test("of a service account comes with a warning", async () => {
      sandbox = await startSandbox();
      const token = sandbox.ona.access.addToken({ principal: Principal.SERVICE_ACCOUNT });
      const { warnings } = await open("ona", { [ONA_TOKEN]: token });
      expect(warnings).toEqual([expect.stringMatching(/service account .* may not be allowed to write/)]);
    });

    test("that may only read comes with a warning, and writes nothing", async () => {
      sandbox = await startSandbox();
      const token = sandbox.ona.access.addToken({ readOnly: true });
      const { warnings } = await open("ona", { [ONA_TOKEN]: token });
      expect(warnings).toEqual([expect.stringMatching(/may not write: it is read-only, or its owner/)]);
      expect(sandbox.ona.integrations.list()).toEqual([]);
    });

    test("shows when it ends, and whether it is read-only, where its owner has no other", async () => {
      sandbox = await startSandbox();
      const at = Date.now() + 12 * 86_400_000;
      sandbox.ona.access.tokens.change(sandbox.ona.token, { expiresAt: at, readOnly: true });
      // As if Ona looked for the integration first.
      sandbox.ona.access.checkWrite = () => undefined;
      expect(await open("ona")).toMatchObject({
        warnings: ["The token may not write: it is read-only. pulumi up will fail."],
        mayWrite: false,
        tokenEnd: { at, certainty: "certain" },
      });
    });

    test("is its owner's fault where it is not read-only and may not write", async () => {
      sandbox = await startSandbox();
      sandbox.ona.access.checkWrite = () => {
        throw new ConnectError("only for administrators", Code.PermissionDenied);
      };
      const { warnings, tokenEnd } = await open("ona");
      expect({ warnings, tokenEnd }).toEqual({
        warnings: ["The token may not write: its owner is no administrator of the organization. pulumi up will fail."],
        tokenEnd: undefined,
      });
    });

    test("is accepted where its owner's tokens cannot be listed", async () => {
      sandbox = await startSandbox();
      sandbox.faults.inject({ operation: "ListPersonalAccessTokens", kind: { type: "html", status: 403 } });
      const { warnings, mayWrite, tokenEnd } = await open("ona");
      expect({ warnings, mayWrite, tokenEnd }).toEqual({ warnings: [], mayWrite: true, tokenEnd: undefined });
    });

    test("without a runner is refused", async () => {
      sandbox = await startSandbox();
      for (const runner of sandbox.ona.runners.list()) runner.phase = RunnerPhase.DELETED;
      const failure = open("ona");
      await expect(failure).rejects.toMatchObject({ tokenRefused: true });
      await expect(failure).rejects.toThrow("who sees no runner: set one up in Ona");
    });
  });

  describe.each([
    ["classic", "Gitpod", API_URL, "--api-url"],
    ["ona", "Ona", ONA_API, "--ona-api-url"],
  ] as const)("of %s", (name, displayName, apiUrl, flag) => {
    test("is refused for a wrong token, which the message does not contain", async () => {
      sandbox = await startSandbox();
      const failure = open(name, { [keyOf(SETUPS[name].token)]: "gitpod_pat_canary" });
      await expect(failure).rejects.toMatchObject({ tokenRefused: true });
      await expect(failure).rejects.toThrow(
        new RegExp(`${displayName} does not accept the token at http.*request id.*Settings`),
      );
      await expect(failure).rejects.not.toThrow("canary");
    });

    test("does not blame the token when there is no API at the address", async () => {
      sandbox = await startSandbox();
      const failure = open(name, { [apiUrl]: `${sandbox.gitpod.origin}/nothing/here` });
      await expect(failure).rejects.toMatchObject({ tokenRefused: false });
      await expect(failure).rejects.toThrow(new RegExp(`could not ask http.*/nothing/here about the token.*${flag}`));
    });
  });
});
