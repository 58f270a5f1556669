import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as network from "../../support/networkFixtures.ts";
import { expectOneClearError } from "../support/faultCases.ts";
import { IntegrationOnly } from "../support/integration.ts";
import { casesOn, PLATFORMS } from "../support/platforms/index.ts";

const OPERATIONS = 4;

/** An address at which there is no API, and the error that it causes. */
interface Unreachable {
  readonly name: string;
  readonly says: RegExp;
  readonly url: () => Promise<string>;
}

describe.each(PLATFORMS)("$name", (platform) => {
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
    const { port } = await running(network.tlsFront(ca, platform.origin(integration.sandbox)));
    return `https://localhost:${port}${platform.apiPath}`;
  }

  beforeAll(async () => {
    trusted = await network.privateCa("localhost");
    untrusted = await network.privateCa("localhost");
    integration = await IntegrationOnly.start({ environment: { NODE_EXTRA_CA_CERTS: trusted.file } }, platform);
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
      says: new RegExp(`cannot be reached.*Check .*${platform.urlSetting}.*settings of the last one`),
      url: async () => "https://gitpod.invalid",
    },
    {
      name: "a port where nothing listens",
      says: new RegExp(`cannot be reached.*Check .*${platform.urlSetting}.*settings of the last one`),
      url: async () => {
        const { port, close } = await network.untouchedServer();
        await close();
        return `http://127.0.0.1:${port}`;
      },
    },
    {
      name: "a redirect",
      says: new RegExp(`HTTP 302.*set ${platform.urlSetting} to the final address.*settings of the last one`),
      url: async () => {
        const { port } = await running(
          network.redirectingFront(`http://127.0.0.1:${elsewhere.port}${platform.apiPath}`),
        );
        return `http://127.0.0.1:${port}`;
      },
    },
  ];

  describe("where the API should be, there is", () => {
    afterAll(() => {
      process.stderr.write(
        `${platform.name}: unreachable: ${casesOn(platform, CASES).length} faults x ${OPERATIONS} operations\n`,
      );
    });

    test.each(casesOn(platform, CASES))(
      "$name: one error, no call, and the next up recovers",
      async ({ says, url }) => {
        const { person, sandbox } = integration;
        const callsToPlatform = () => sandbox.journal.entries().filter(({ cloud }) => cloud === platform.cloud).length;
        const badUrl = await url();
        const expectRefused = async (command: string) => {
          const before = callsToPlatform();
          const run = await person.pulumi(command, "--yes", "--skip-preview");
          expect(run.code).not.toBe(0);
          expectOneClearError(run);
          expect(run.output).toMatch(says);
          expect(callsToPlatform()).toBe(before);
          expect(elsewhere.calls).toEqual([]);
        };

        await person.set(platform.urlSetting, badUrl);
        await expectRefused("up");
        expect(integration.stored()).toEqual([]);
        await person.set(platform.urlSetting, goodUrl);
        await person.mustRun("up", "--yes", "--skip-preview");
        await integration.expectAgreement();

        await person.set(platform.urlSetting, badUrl);
        await integration.newSecret();
        await expectRefused("up");
        // Refresh and destroy use the settings of the last up, from the state.
        await expectRefused("refresh");
        await expectRefused("destroy");
        expect(integration.stored()).toHaveLength(1);
        await person.set(platform.urlSetting, goodUrl);
        await person.mustRun("up", "--yes", "--skip-preview");
        await integration.expectAgreement();
        await person.mustRun("refresh", "--yes", "--skip-preview");
        await person.mustRun("destroy", "--yes", "--skip-preview");
        await integration.expectNothing();
      },
    );
  });

  describe("a kept-alive connection that the server closes", () => {
    test("causes no error in a creation, a refresh, an update or a deletion", async () => {
      const { person, sandbox } = integration;
      const front = await running(network.cuttingFront(platform.origin(sandbox)));
      await person.set(platform.urlSetting, `http://127.0.0.1:${front.port}${platform.apiPath}`);
      await person.set("gitpod:maxRetries", "2");
      /** The rate limit makes the plugin use the connection a second time. */
      const cutIn = async (operation: string, command: string) => {
        sandbox.faults.inject({ operation, kind: { type: "rateLimit", retryAfter: "0.1" } });
        front.cutNext();
        const cut = front.cut;
        await person.mustRun(command, "--yes", "--skip-preview");
        expect(front.cut).toBe(cut + 1);
      };
      await cutIn(platform.calls.create, "up");
      await integration.expectAgreement();
      await cutIn(platform.calls.read, "refresh");
      await integration.newSecret();
      await cutIn(platform.calls.update, "up");
      await integration.expectAgreement();
      await cutIn(platform.calls.delete, "destroy");
      await integration.expectNothing();
    });
  });
});
