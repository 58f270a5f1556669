import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { placeLabel } from "../../../cli/places/label.ts";
import { PlaceNames } from "../../../cli/places/names.ts";
import { type Config, configSchema } from "../../../provider/config.ts";
import { type Fault, type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { integration, onaIntegration } from "../support/stackExport.ts";

const OTHER = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "Glo\u202ebex",
  slug: "globex",
  role: "owner",
} as const;

let sandbox: Sandbox;
let before: number;
beforeAll(async () => {
  sandbox = await startSandbox({ otherOrganizations: [OTHER] });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  before = sandbox.journal.entries().length;
});

const config = (wanted: Partial<Config> = {}): Config => ({
  ...configSchema.parse({
    host: sandbox.gitpod.host,
    token: sandbox.gitpod.token,
    onaApiUrl: sandbox.ona.apiUrl,
    onaToken: sandbox.ona.token,
  }),
  ...wanted,
});
const classic = (place = sandbox.gitpod.organizationId, gitpodHost = sandbox.gitpod.host) =>
  integration({ gitpodHost, place });
const ona = (place = sandbox.ona.runnerId) => onaIntegration({ place });
const calls = () =>
  sandbox.journal
    .entries()
    .slice(before)
    .map(({ operation }) => operation);

type Stack = readonly [places: ReturnType<typeof integration>[], settings: () => Promise<Config>];

/** The names of all places, after the stacks were asked for. */
async function namesOf(...stacks: Stack[]): Promise<(string | undefined)[]> {
  // A busy machine takes seconds to load what calls an API.
  const names = new PlaceNames(30_000);
  for (const [places, settings] of stacks) names.learn(places, settings);
  await names.finish();
  return stacks.flatMap(([places]) => names.named(places).map(({ placeName }) => placeName));
}

describe("the names of places", () => {
  test("come from both platforms by one call each, without what hides text", async () => {
    const places = [classic(), classic(OTHER.id.toUpperCase()), ona()];
    expect(await namesOf([places, async () => config()])).toEqual(["Acme", "Glo\\u{202e}bex", "Acme AWS"]);
    expect(calls().sort()).toEqual(["ListOrganizations", "ListRunners"]);
  });

  test("are asked for once by a token, and not at all where another stack has shown them", async () => {
    const unread = async () => {
      throw new Error("nobody reads these settings");
    };
    const unknown = classic("99999999-9999-4999-8999-999999999999");
    const stacks: Stack[] = [
      [[classic()], async () => config()],
      [[classic()], unread],
      [[unknown, classic()], async () => config()],
    ];
    expect(await namesOf(...stacks)).toEqual(["Acme", "Acme", undefined, "Acme"]);
    expect(calls()).toEqual(["ListOrganizations"]);
  });

  test("are not those of another installation", async () => {
    const elsewhere = classic(sandbox.gitpod.organizationId, "gitpod.example.com");
    expect(await namesOf([[elsewhere], async () => config()])).toEqual([undefined]);
  });

  test.each<[string, () => Promise<Config>]>([
    ["the stack's secrets cannot be read", () => Promise.reject(new Error("incorrect passphrase"))],
    ["there is no token", async () => config({ token: undefined })],
    ["there is no host", async () => config({ host: undefined })],
    ["Gitpod refuses the token", async () => config({ token: "gitpod_pat_another-one" })],
    ["nothing answers", async () => config({ apiUrl: "http://localhost:1" })],
  ])("are left out if %s, and the next stack is asked for all the same", async (_, settings) => {
    expect(await namesOf([[classic()], settings])).toEqual([undefined]);
    expect(await namesOf([[classic()], settings], [[classic()], async () => config()])).toEqual(["Acme", "Acme"]);
  });

  test.each<Fault>([
    { type: "status", status: 403 },
    { type: "html" },
    { type: "unexpectedJson" },
    { type: "truncated" },
  ])("of one platform are left out by itself after %j", async (kind) => {
    sandbox.faults.inject({ operation: "ListOrganizations", count: Number.POSITIVE_INFINITY, kind });
    expect(await namesOf([[classic(), ona()], async () => config()])).toEqual([undefined, "Acme AWS"]);
    sandbox.faults.clear();
  });

  test("are not waited for long", async () => {
    const slow = { type: "delay", milliseconds: 5_000 } as const;
    sandbox.faults.inject({ operation: "ListOrganizations", kind: slow });
    const names = new PlaceNames(50);
    names.learn([classic()], async () => config());
    const started = performance.now();
    await names.finish();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(names.named([classic()])).toMatchObject([{ placeName: undefined }]);
    sandbox.faults.clear();
  });
});

test("a label has the name, if there is one, and the id", () => {
  expect(placeLabel({ place: "5a4d" })).toBe("5a4d");
  expect(placeLabel({ place: "5a4d", placeName: "Acme" })).toBe("Acme (5a4d)");
});
