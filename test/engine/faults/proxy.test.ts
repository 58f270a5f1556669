import { setGlobalProxyFromEnv } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { trustAuthority } from "../../../sandbox/certificate.ts";
import * as network from "../../support/networkFixtures.ts";
import { IntegrationOnly } from "../support/integration.ts";
import { casesOn, PLATFORMS } from "../support/platforms/index.ts";

const [CLOUD, ENTRA] = ["gitpod.test", "entra.test"];
const QUESTION = "POST /{tenant}/oauth2/v2.0/token";

/** Pulumi's SDK reads the lower-case name too, and would look for the engine on 127.0.0.1 behind the proxy. */
const NAMES = ["HTTPS_PROXY", "https_proxy"];

/** Each name on one platform. */
const CASES = PLATFORMS.flatMap((platform) =>
  casesOn(platform, NAMES).map((variable) => ({ platform, name: platform.name, variable })),
);

let ca: network.PrivateCa;
beforeAll(async () => {
  ca = await network.privateCa(CLOUD, ENTRA);
  // A runner of Ona, which this process plays, finds Entra behind the same proxy.
  trustAuthority({ authority: ca.cert });
});
afterAll(() => ca.remove());

describe.each(CASES)("$name: behind a proxy that $variable names", ({ platform, variable }) => {
  let integration: IntegrationOnly;
  let proxy: Awaited<ReturnType<typeof network.forwardProxy>>;
  const ports: Record<string, number> = {};
  const closers: (() => unknown)[] = [];

  beforeAll(async () => {
    proxy = await network.forwardProxy(ports);
    integration = await IntegrationOnly.start(
      {
        // As a person's run, with what Pulumi.yaml loads before the program.
        manyRuns: false,
        environment: { NODE_EXTRA_CA_CERTS: ca.file, [variable]: `http://127.0.0.1:${proxy.port}` },
      },
      platform,
    );
    const { entra } = integration.sandbox;
    for (const [name, origin] of [
      [CLOUD, platform.origin(integration.sandbox)],
      [ENTRA, entra.authorityHost],
    ] as const) {
      const front = await network.tlsFront(ca, origin);
      ports[name] = front.port;
      closers.push(() => front.close());
    }
    await integration.person.setAll({
      [platform.urlSetting]: `https://${CLOUD}${platform.apiPath}`,
      [platform.entraSetting]: platform.entraUrl(`https://${ENTRA}`, entra.tenantId),
    });
    closers.push(
      setGlobalProxyFromEnv({ https_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: "localhost,127.0.0.1" }),
    );
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
    for (const close of closers) await close();
    await proxy.close();
  });

  test("every call goes through it: creation, refresh, update, deletion, and the proof of the secret at Entra", async () => {
    const { person } = integration;
    const questions = () => integration.sandbox.journal.entries(QUESTION).length;
    const through = async (...command: string[]) => {
      proxy.connected.length = 0;
      const before = questions();
      await person.mustRun(...command, "--yes", "--skip-preview");
      return { connected: new Set(proxy.connected), asked: questions() - before };
    };
    const both = { connected: new Set([`${ENTRA}:443`, `${CLOUD}:443`]), asked: 1 + platform.ownQuestions };
    expect(await through("up")).toEqual(both);
    await integration.expectAgreement();
    expect(await through("refresh")).toEqual(both);
    await integration.newSecret();
    expect(await through("up")).toEqual(both);
    await integration.expectAgreement();
    expect(await through("destroy")).toEqual({ connected: new Set([`${CLOUD}:443`]), asked: 0 });
    await integration.expectNothing();
  });
});
