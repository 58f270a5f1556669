import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { explain } from "../../../provider/classic/explain.ts";
import { service } from "../../../provider/classic/integrationMessages.ts";
import { openCall, toApiError } from "../../../provider/connect/connection.ts";
import { privateCa } from "../../support/networkFixtures.ts";

test("an untrusted certificate is not retried, and the message says what to do", async () => {
  const ca = await privateCa("localhost");
  const requests: string[] = [];
  const server = createServer({ key: ca.key, cert: ca.cert }, ({ url = "" }, response) => {
    requests.push(url);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { client, answer } = openCall(
    service,
    `https://localhost:${(server.address() as AddressInfo).port}`,
    "gitpod_pat_x",
  );
  const failure = await client.getAuthProvider({ authProviderId: "1" }).then(
    () => undefined,
    (error: unknown) => toApiError(error, answer),
  );
  server.close();
  await ca.remove();

  expect(failure).toMatchObject({ code: "unavailable", handled: "no", transient: false });
  expect(failure?.message).toContain("no trusted TLS connection");
  const explained = explain(failure, "read", { host: "dev.azure.com", organizationId: "org" });
  expect(String(explained)).toContain("NODE_EXTRA_CA_CERTS");
  expect(requests).toEqual([]);
});
