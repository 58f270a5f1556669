import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as network from "../../support/networkFixtures.ts";
import { expectOneClearError } from "../support/faultCases.ts";
import { IntegrationOnly } from "../support/integration.ts";

const URL_SETTING = "gitpod:apiUrl";
const OPERATIONS = 4;

/** An address at which there is no API, and the error that it causes. */
interface Unreachable {
  readonly name: string;
  readonly says: RegExp;
  readonly url: () => Promise<string>;
}

let integration: IntegrationOnly;
let trusted: network.PrivateCa;
let untrusted: network.PrivateCa;
let elsewhere: Awaited<ReturnType<typeof network.untouchedServer>>;
let goodUrl: string;
const closers: (() => Promise<void>)[] = [];

async function running<Front extends network.Running>(front: Promise<Front>): Promise<Front> {
  const started = await front;
  closers.push(() => started.close());
  return started;
}

/** The API behind TLS with this certificate, under the name localhost. */
async function behindTls(ca: network.PrivateCa): Promise<string> {
  const { port } = await running(network.tlsFront(ca, integration.sandbox.gitpod.origin));
  return `https://localhost:${port}/public-api`;
}

beforeAll(async () => {
  trusted = await network.privateCa("localhost");
  untrusted = await network.privateCa("localhost");
  integration = await IntegrationOnly.start({ environment: { NODE_EXTRA_CA_CERTS: trusted.file } });
  await integration.person.set("gitpod:maxRetries", "1");
  elsewhere = await running(network.untouchedServer());
  goodUrl = await behindTls(trusted);
});
afterAll(async () => {
  await integration.expectNoSecrets();
  for (const close of closers) await close();
  await integration.close();
  await Promise.all([trusted.remove(), untrusted.remove()]);
});

const CASES: readonly Unreachable[] = [
  {
    name: "a TLS certificate that nobody trusts",
    says: /no trusted TLS connection.*NODE_EXTRA_CA_CERTS/,
    url: () => behindTls(untrusted),
  },
  {
    name: "a trusted TLS certificate for another name",
    says: /no trusted TLS connection.*ERR_TLS_CERT_ALTNAME_INVALID/,
    url: async () => goodUrl.replace("localhost", "127.0.0.1"),
  },
  {
    name: "a name that does not resolve",
    says: /cannot be reached.*Check gitpod:host, gitpod:apiUrl.*settings of the last one/,
    url: async () => "https://gitpod.invalid",
  },
  {
    name: "a port where nothing listens",
    says: /cannot be reached.*Check gitpod:host, gitpod:apiUrl.*settings of the last one/,
    url: async () => {
      const { port, close } = await network.untouchedServer();
      await close();
      return `http://127.0.0.1:${port}`;
    },
  },
  {
    name: "a redirect",
    says: /HTTP 302.*set gitpod:apiUrl to the final address.*settings of the last one/,
    url: async () => {
      const { port } = await running(network.redirectingFront(`http://127.0.0.1:${elsewhere.port}/public-api`));
      return `http://127.0.0.1:${port}`;
    },
  },
];

describe("where the API should be, there is", () => {
  afterAll(() => {
    process.stderr.write(`unreachable: ${CASES.length} faults x ${OPERATIONS} operations\n`);
  });

  test.each(CASES)("$name: one error, no call, and the next up recovers", async ({ says, url }) => {
    const { person, sandbox } = integration;
    const callsToGitpod = () => sandbox.journal.entries().filter(({ cloud }) => cloud === "gitpod").length;
    const badUrl = await url();
    const expectRefused = async (command: string) => {
      const before = callsToGitpod();
      const run = await person.pulumi(command, "--yes", "--skip-preview");
      expect(run.code).not.toBe(0);
      expectOneClearError(run);
      expect(run.output).toMatch(says);
      expect(callsToGitpod()).toBe(before);
      expect(elsewhere.calls).toEqual([]);
    };

    await person.set(URL_SETTING, badUrl);
    await expectRefused("up");
    expect(sandbox.gitpod.integrations.list()).toEqual([]);
    await person.set(URL_SETTING, goodUrl);
    await person.mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();

    await person.set(URL_SETTING, badUrl);
    await integration.newSecret();
    await expectRefused("up");
    // Refresh and destroy use the settings of the last up, from the state.
    await expectRefused("refresh");
    await expectRefused("destroy");
    expect(sandbox.gitpod.integrations.list()).toHaveLength(1);
    await person.set(URL_SETTING, goodUrl);
    await person.mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
    await person.mustRun("refresh", "--yes", "--skip-preview");
    await person.mustRun("destroy", "--yes", "--skip-preview");
    await integration.expectNothing();
  });
});

describe("a kept-alive connection that the server closes", () => {
  test("causes no error in a creation, a refresh, an update or a deletion", async () => {
    const { person, sandbox } = integration;
    const front = await running(network.cuttingFront(sandbox.gitpod.origin));
    await person.set(URL_SETTING, `http://127.0.0.1:${front.port}/public-api`);
    await person.set("gitpod:maxRetries", "2");
    /** The rate limit makes the plugin use the connection a second time. */
    const cutIn = async (operation: string, command: string) => {
      sandbox.faults.inject({ operation, kind: { type: "rateLimit", retryAfter: "0.1" } });
      front.cutNext();
      const cut = front.cut;
      await person.mustRun(command, "--yes", "--skip-preview");
      expect(front.cut).toBe(cut + 1);
    };
    await cutIn("CreateAuthProvider", "up");
    await integration.expectAgreement();
    await cutIn("GetAuthProvider", "refresh");
    await integration.newSecret();
    await cutIn("UpdateAuthProvider", "up");
    await integration.expectAgreement();
    await cutIn("DeleteAuthProvider", "destroy");
    await integration.expectNothing();
  });
});
