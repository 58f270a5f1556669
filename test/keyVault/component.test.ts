import { beforeEach, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { KeyVaultCredentials } from "../../components/keyVault/keyVaultCredentials.ts";
import { value, World, wireSecret } from "../components/support/mocks.ts";

const SUBSCRIPTION = "44444444-4444-4444-8444-444444444444";
const CREDENTIALS = {
  keyVaultId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/my-vault`,
  clientId: "client-id",
  clientSecret: "s3cret",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
};

let world: World;
beforeEach(async () => {
  world = await World.start();
});

async function inputsByName(args: object = {}): Promise<Record<string, Record<string, unknown>>> {
  const { secretUris } = new KeyVaultCredentials("vault", { ...CREDENTIALS, ...args });
  await value(secretUris);
  return Object.fromEntries(
    world.registered
      .filter(({ type }) => type === "azure-native:keyvault:Secret")
      .map(({ inputs }) => [String(inputs.secretName), { ...inputs }]),
  );
}

test("each value is its own secret in the vault that the id names", async () => {
  const secrets = await inputsByName({ expiresAt: "2030-06-30T00:00:00Z" });
  const attributes = { enabled: true, expires: 1_909_008_000 };
  const properties = (plain: string) => ({ value: plain, contentType: "text/plain", attributes });
  const inVault = (secretName: string, held: object) => ({
    [secretName]: { resourceGroupName: "rg", vaultName: "my-vault", secretName, properties: held },
  });
  expect(secrets).toEqual({
    ...inVault("gitpod-azure-devops-client-id", properties("client-id")),
    ...inVault("gitpod-azure-devops-client-secret", wireSecret(properties("s3cret"))),
    ...inVault("gitpod-azure-devops-authorization-url", properties(CREDENTIALS.authorizationUrl)),
    ...inVault("gitpod-azure-devops-token-url", properties(CREDENTIALS.tokenUrl)),
  });
});

test("a secret made by hand has no expiry, because none is known", async () => {
  const secrets = await inputsByName({ secretPrefix: "acme" });
  expect(Object.keys(secrets).sort()[0]).toBe("acme-authorization-url");
  expect(secrets["acme-client-id"]).toMatchObject({ properties: { attributes: { enabled: true } } });
  expect(JSON.stringify(secrets)).not.toContain("expires");
});

test("the addresses of the secrets are not secret", async () => {
  const { secretUris } = new KeyVaultCredentials("vault", CREDENTIALS);
  expect(await pulumi.isSecret(secretUris)).toBe(false);
});

test("an invalid Key Vault id is refused", () => {
  expect(() => new KeyVaultCredentials("vault", { ...CREDENTIALS, keyVaultId: "my-vault" })).toThrow(
    '"my-vault" is not the resource id of a Key Vault',
  );
});
