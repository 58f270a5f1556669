import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as network from "../../support/networkFixtures.ts";
import { IntegrationOnly } from "../support/integration.ts";

const [GITPOD, ENTRA] = ["gitpod.test", "entra.test"];

/** Pulumi's SDK reads the lower-case name too, and would look for the engine on 127.0.0.1 behind the proxy. */
const NAMES = [{ variable: "HTTPS_PROXY" }, { variable: "https_proxy" }];

describe.each(NAMES)("behind a proxy that $variable names", ({ variable }) => {
  let integration: IntegrationOnly;
  let ca: network.PrivateCa;
  let proxy: Awaited<ReturnType<typeof network.forwardProxy>>;
  const ports: Record<string, number> = {};
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    ca = await network.privateCa(GITPOD, ENTRA);
    proxy = await network.forwardProxy(ports);
    integration = await IntegrationOnly.start({
      // As a person's run, with what Pulumi.yaml loads before the program.
      manyRuns: false,
      environment: { NODE_EXTRA_CA_CERTS: ca.file, [variable]: `http://127.0.0.1:${proxy.port}` },
    });
    const { gitpod, entra } = integration.sandbox;
    for (const [name, origin] of [
      [GITPOD, gitpod.origin],
      [ENTRA, entra.authorityHost],
    ] as const) {
      const front = await network.tlsFront(ca, origin);
      ports[name] = front.port;
      closers.push(() => front.close());
    }
    await integration.person.set("gitpod:apiUrl", `https://${GITPOD}/public-api`);
    await integration.person.set("test:tokenUrl", `https://${ENTRA}/${entra.tenantId}/oauth2/v2.0/token`);
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
    for (const close of closers) await close();
    await proxy.close();
    await ca.remove();
  });

  test("every call goes through it: creation, refresh, update, deletion, and the proof of the secret at Entra", async () => {
    const { person } = integration;
    const through = async (...command: string[]) => {
      proxy.connected.length = 0;
      await person.mustRun(...command, "--yes", "--skip-preview");
      return new Set(proxy.connected);
    };
    expect(await through("up")).toEqual(new Set([`${ENTRA}:443`, `${GITPOD}:443`]));
    await integration.expectAgreement();
    expect(await through("refresh")).toEqual(new Set([`${ENTRA}:443`, `${GITPOD}:443`]));
    await integration.newSecret();
    expect(await through("up")).toEqual(new Set([`${ENTRA}:443`, `${GITPOD}:443`]));
    await integration.expectAgreement();
    expect(await through("destroy")).toEqual(new Set([`${GITPOD}:443`]));
    await integration.expectNothing();
  });
});
