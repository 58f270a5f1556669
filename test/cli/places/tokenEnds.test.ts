import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { TokenEnds } from "../../../cli/places/tokenEnds.ts";
import { ONA } from "../../../platforms/ona.ts";
import { type Config, configSchema } from "../../../provider/config.ts";
import { Principal } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { systemClock } from "../../../provider-kit/clock.ts";
import { type Fault, type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { integration, onaIntegration } from "../support/stackExport.ts";

const AT = Date.now() + 12 * 86_400_000;
const MADE_AT = AT - 90 * 86_400_000;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.ona.access.tokens.change(sandbox.ona.token, { expiresAt: AT, createdAt: MADE_AT });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.journal.clear());

const config = (wanted: Partial<Config> = {}): Config => ({
  ...configSchema.parse({ onaApiUrl: sandbox.ona.apiUrl, onaToken: sandbox.ona.token }),
  ...wanted,
});
const calls = () => sandbox.journal.entries().map(({ operation }) => operation);
// A busy machine takes seconds to load what calls an API.
const newEnds = (limit = 30_000) => new TokenEnds(systemClock, limit);
const CERTAIN = { platform: ONA, at: AT, madeAt: MADE_AT, certainty: "certain" };

describe("the end of a stack's token", () => {
  test("is asked for once by a token, whichever stacks have it", async () => {
    const ends = newEnds();
    ends.learn("prod", [onaIntegration(), onaIntegration()], async () => config());
    ends.learn("test", [onaIntegration(), integration()], async () => config());
    expect([await ends.of("prod"), await ends.of("test")]).toEqual([[CERTAIN], [CERTAIN]]);
    expect(calls()).toEqual(["GetAuthenticatedIdentity", "ListPersonalAccessTokens"]);
  });

  test("is not asked for, and no setting read, where the platform does not tell it", async () => {
    const ends = newEnds();
    ends.learn("prod", [integration()], async () => {
      throw new Error("nobody reads these settings");
    });
    expect([await ends.of("prod"), await ends.of("unread"), calls()]).toEqual([[], [], []]);
  });

  test.each<[string, () => Promise<Config>]>([
    ["the stack's secrets cannot be read", () => Promise.reject(new Error("incorrect passphrase"))],
    ["there is no token", async () => config({ onaToken: undefined })],
    ["Ona does not accept the token", async () => config({ onaToken: "ona_other" })],
    [
      "it is a service account's",
      async () => config({ onaToken: sandbox.ona.access.addToken({ principal: Principal.SERVICE_ACCOUNT }) }),
    ],
    ["nothing answers", async () => config({ onaApiUrl: "http://localhost:1" })],
  ])("is not known if %s, and that of the next stack is", async (_, settings) => {
    const ends = newEnds();
    ends.learn("prod", [onaIntegration()], settings);
    ends.learn("test", [onaIntegration()], async () => config());
    expect([await ends.of("prod"), await ends.of("test")]).toEqual([[], [CERTAIN]]);
  });

  test.each<Fault>([{ type: "html", status: 403 }, { type: "html", status: 404 }, { type: "truncated" }])(
    "is not known after %j",
    async (kind) => {
      sandbox.faults.inject({ operation: "ListPersonalAccessTokens", count: Number.POSITIVE_INFINITY, kind });
      const ends = newEnds();
      ends.learn("prod", [onaIntegration()], async () => config());
      expect(await ends.of("prod")).toEqual([]);
      sandbox.faults.clear();
    },
  );

  test("is not waited for long", async () => {
    sandbox.faults.inject({
      operation: "ListPersonalAccessTokens",
      kind: { type: "delay", milliseconds: 5_000 },
    });
    const ends = newEnds(50);
    const started = performance.now();
    ends.learn("prod", [onaIntegration()], async () => config());
    expect(await ends.of("prod")).toEqual([]);
    expect(performance.now() - started).toBeLessThan(4_000);
    sandbox.faults.clear();
  });
});
