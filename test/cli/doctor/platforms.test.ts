import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Principal } from "../../../provider/ona/gen/gitpod/v1/identity_pb.js";
import { RunnerPhase, RunnerProvider } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Sandbox } from "../../../sandbox/index.ts";
import { type Running, redirectingFront } from "../../support/networkFixtures.ts";
import { expectWrong, type Row } from "./support/expectWrong.ts";
import { type Break, Patient } from "./support/patient.ts";

const OPS = { id: "22222222-2222-4222-8222-222222222222", name: "Ops", slug: "ops", role: "member" } as const;
const NOBODY = "33333333-3333-4333-8333-333333333333";

let patient: Patient;
let sandbox: Sandbox;
let front: Running;
beforeAll(async () => {
  patient = await Patient.start({ otherOrganizations: [OPS] });
  sandbox = patient.sandbox;
  front = await redirectingFront(sandbox.gitpod.apiUrl);
});
afterEach(() => sandbox.faults.clear());
afterAll(async () => {
  await front.close();
  await patient.close();
});

const NO_CLASSIC = {
  "gitpod:host": undefined,
  "gitpod:apiUrl": undefined,
  "gitpod-azure-devops:organizationId": undefined,
};
const ona = (more: Break = {}): Break => ({
  ...more,
  settings: { ...NO_CLASSIC, ...sandbox.onaSettings(), ...more.settings },
  secrets: { "gitpod:token": undefined, ...sandbox.onaSecretSettings(), ...more.secrets },
});
const onRunner = (runner: { readonly id: string }) => ona({ settings: { "gitpod-azure-devops:runnerId": runner.id } });
const DAY = 86_400_000;
/** A token that has so many of its days left. */
const ending = (days: number, life = 90) => {
  const token = sandbox.ona.access.addToken();
  const expiresAt = Date.now() + days * DAY;
  sandbox.ona.access.tokens.change(token, { expiresAt, createdAt: expiresAt - life * DAY });
  return token;
};
const WITHOUT_TOKEN = { "gitpod:token": undefined };

const platforms: Row[] = [
  [
    "no token",
    () => ({ secrets: WITHOUT_TOKEN }),
    [["classic-token", /^gitpod:token is not set, nor is GITPOD_TOKEN/, "pulumi config set --secret gitpod:token"]],
  ],
  [
    "a token in the environment, for another host",
    () => ({ secrets: WITHOUT_TOKEN, env: { GITPOD_TOKEN: "gitpod_pat_canary", GITPOD_HOST: "other.example.com" } }),
    [["classic-token", /^gitpod:token is not set, and GITPOD_TOKEN belongs to another address/, /gitpod:token$/]],
  ],
  [
    "a wrong token in the environment",
    () => ({ secrets: WITHOUT_TOKEN, env: { GITPOD_TOKEN: "gitpod_pat_canary" } }),
    [
      [
        "classic-token",
        /whose token that of GITPOD_TOKEN is: .*does not accept the token/,
        "export GITPOD_TOKEN=<token>",
      ],
    ],
  ],
  [
    "another API at the address",
    () => ({ settings: { "gitpod:apiUrl": `${sandbox.gitpod.origin}/nothing` } }),
    [["classic-token", /No such API answers there/]],
  ],
  [
    "an address that redirects",
    () => ({ settings: { "gitpod:apiUrl": `http://localhost:${front.port}` } }),
    [["classic-token", /The API redirects, and the token is not sent after a redirect/]],
  ],
  [
    "an organization in which the token's owner is a member",
    () => ({ settings: { "gitpod-azure-devops:organizationId": OPS.id } }),
    [["classic-organizations", /is a member of Ops\. Only an owner/]],
  ],
  [
    "an organization of somebody else, in an entry",
    () => ({ settings: { "gitpod-azure-devops:integrations": JSON.stringify({ a: { organizationId: NOBODY } }) } }),
    [["classic-organizations", /no organization 33333333\S+\. There is Acme/, "npx gitpod-azure-devops setup"]],
  ],
  [
    "Ona's token that has ended",
    () => ona({ secrets: { "gitpod:onaToken": sandbox.ona.access.addToken({ expiresAt: 1 }) } }),
    [["ona-token", /token has expired.*Ona does not accept the token/, "pulumi config set --secret gitpod:onaToken"]],
  ],
  [
    "Ona's token that is read-only",
    () => ona({ secrets: { "gitpod:onaToken": sandbox.ona.access.addToken({ readOnly: true }) } }),
    [["ona-token", /^The token may not write/, "pulumi config set --secret gitpod:onaToken"]],
  ],
  [
    "Ona's token that ends within 30 days",
    () => ona({ secrets: { "gitpod:onaToken": ending(30) } }),
    [
      [
        "ona-token",
        /^The token probably ends on 20\S+, in 30 days: .* Make another in Ona under Settings > Personal access tokens\.$/,
        "pulumi config set --secret gitpod:onaToken",
      ],
    ],
  ],
  [
    "a runner that does not exist",
    () => onRunner({ id: NOBODY }),
    [["ona-runners", /no runner 33333333\S+\. There is Acme AWS/, "npx gitpod-azure-devops setup"]],
  ],
  [
    "a runner that has never registered",
    () => onRunner(sandbox.ona.runners.add({ name: "New", registered: false })),
    [["ona-runners", /New .* has never registered/]],
  ],
  [
    "a runner that is offline",
    () => onRunner(sandbox.ona.runners.add({ name: "Off", phase: RunnerPhase.INACTIVE })),
    [["ona-runners", /Off .* is offline/]],
  ],
  [
    "a runner of Ona's own",
    () => onRunner(sandbox.ona.runners.add({ name: "Cloud", provider: RunnerProvider.MANAGED })),
    [["ona-runners", /Cloud .* is Ona's own/]],
  ],
];

test.each<Row>(platforms)("%s", async (_, broken, wrong) => expectWrong(patient, await broken(), wrong));

describe("what is not bad, or not all of it:", () => {
  const lines = async (name: string, broken: Break | Promise<Break>) => {
    const results = await patient.diagnose(await broken);
    return results.filter((result) => result.name === name).map(({ outcome, message }) => `${outcome}: ${message}`);
  };

  test("a token of Ona that may write, for which nothing was changed", async () => {
    const integrations = () => JSON.stringify([...sandbox.ona.integrations.list()]);
    const before = integrations();
    expect(await lines("ona-token", ona())).toContain("good: The token may write.");
    expect(integrations()).toBe(before);
  });

  test("a token of Ona that ends in more than 30 days, or in the first half of its life", async () => {
    for (const [left, life] of [
      [31, 90],
      [29, 30],
    ] as const) {
      const onaToken = ending(left, life);
      expect(await lines("ona-token", ona({ secrets: { "gitpod:onaToken": onaToken } }))).toEqual([
        expect.stringMatching(/^good: .* accepts the token of gitpod:onaToken/),
        "good: The token may write.",
        expect.stringMatching(`^good: The token probably ends on 20\\S+, in ${left} days: of its owner's tokens,`),
      ]);
      sandbox.ona.access.tokens.revoke(onaToken);
    }
  });

  test("a token of a service account of Ona, which only writing shows", async () => {
    const token = sandbox.ona.access.addToken({ principal: Principal.SERVICE_ACCOUNT });
    expect(await lines("ona-token", ona({ secrets: { "gitpod:onaToken": token } }))).toContainEqual(
      expect.stringMatching(/^unknown: .*may not be allowed to write/),
    );
  });
});
