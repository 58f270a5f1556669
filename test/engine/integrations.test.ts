import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { changedKinds, Deployment } from "./support/deployment.ts";

const SETTING = "gitpod-azure-devops:integrations";
const ORGANIZATION = "gitpod-azure-devops:organizationId";
const HOSTS = ["a.example.com", "b.example.com", "c.example.com"];
const [PAYMENTS, RESEARCH] = ["22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"] as const;

describe("many integrations in one stack", () => {
  let deployment: Deployment;
  const gitpod = () => deployment.sandbox.gitpod;
  const apps = () => [...deployment.sandbox.entra.directory.applications.values()];
  const held = () =>
    gitpod()
      .integrations.list()
      .map(({ organizationId, host }) => `${organizationId.slice(0, 8)} ${host}`)
      .sort();
  const set = (entries: object) => deployment.set(SETTING, JSON.stringify(entries));
  const ids = async () => {
    const { integrations, integrationId } = await deployment.outputs();
    const named = Object.entries((integrations?.value ?? {}) as Record<string, { integrationId: string }>);
    return { first: integrationId?.value, ...Object.fromEntries(named.map(([name, of]) => [name, of.integrationId])) };
  };

  const secrets = new Set<string>();

  beforeAll(async () => {
    const otherOrganizations = [PAYMENTS, RESEARCH].map((id, place) => ({
      id,
      name: `Organization ${place}`,
      slug: `organization-${place}`,
      role: "owner" as const,
    }));
    deployment = await Deployment.start({ sandbox: { otherOrganizations } });
    for (const host of HOSTS) gitpod().installation.setReachable(host);
    expect(await deployment.up()).toMatchObject({ failed: false });
    deployment.sandbox.journal.onEntry(() => {
      for (const { clientSecret } of gitpod().integrations.list()) secrets.add(clientSecret);
    });
  });
  afterAll(async () => {
    const seen = deployment.printed() + (await deployment.state());
    expect(secrets.size).toBeGreaterThan(1);
    expect([...secrets].filter((secret) => seen.includes(secret))).toHaveLength(0);
    await deployment.close();
  });

  test("join the first, share its app, and do not change it", async () => {
    const before = await ids();
    await set({ payments: { organizationId: PAYMENTS }, onPremises: { providerHost: HOSTS[0] } });
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false });
    expect(changedKinds(run)).toEqual({ create: 4 });
    expect(apps()).toHaveLength(1);
    expect(
      new Set(
        gitpod()
          .integrations.list()
          .map(({ clientId }) => clientId),
      ).size,
    ).toBe(1);
    expect((await ids()).first).toBe(before.first);
    expect(changedKinds(await deployment.up())).toEqual({});
    const { integrations } = await deployment.outputs();
    expect(integrations).toMatchObject({ secret: false, value: { payments: { verified: false } } });
  });

  test("adding or removing one changes no other", async () => {
    const before = await ids();
    const research = { organizationId: RESEARCH };
    await set({ payments: { organizationId: PAYMENTS }, research, onPremises: { providerHost: HOSTS[0] } });
    expect(changedKinds(await deployment.up())).toEqual({ create: 2 });
    const between = await ids();
    expect(between).toMatchObject(before);
    await set({ research, onPremises: { providerHost: HOSTS[0] } });
    expect(changedKinds(await deployment.up())).toEqual({ delete: 2 });
    expect(await ids()).toEqual({ ...between, payments: undefined });
    expect(held()).toHaveLength(3);
  });

  test("the first can be removed and added again, while the others keep their app and secret", async () => {
    const [app] = apps();
    const before = await ids();
    await deployment.stack.removeConfig(ORGANIZATION);
    await set({
      research: { organizationId: RESEARCH },
      onPremises: { organizationId: PAYMENTS, providerHost: HOSTS[0] },
    });
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(apps().map(({ id, passwords }) => [id, [...passwords.keys()]])).toEqual([
      [app?.id, [...(app?.passwords.keys() ?? [])]],
    ]);
    expect(await ids()).toMatchObject({ first: undefined, research: (before as Record<string, string>).research });
    expect(held()).toEqual([`${PAYMENTS.slice(0, 8)} ${HOSTS[0]}`, `${RESEARCH.slice(0, 8)} dev.azure.com`].sort());
    await deployment.set(ORGANIZATION, gitpod().organizationId);
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false });
    expect(apps().map(({ id }) => id)).toEqual([app?.id]);
    expect(held()).toHaveLength(3);
  });

  test("an integration with its own app has its own secret, which stays secret in the outputs", async () => {
    await set({ research: { organizationId: RESEARCH, ownApplication: true } });
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(apps().map(({ properties }) => properties.displayName)).toEqual(["Gitpod", "Gitpod research"]);
    const byOrganization = new Map(
      gitpod()
        .integrations.list()
        .map((provider) => [provider.organizationId, provider]),
    );
    expect(byOrganization.get(RESEARCH)?.clientId).toBe(apps()[1]?.appId);
    const { integrations } = await deployment.outputs();
    const [password] = [...(apps()[1]?.passwords.values() ?? [])];
    const { clientSecret } =
      (integrations?.value as Record<string, { clientSecret: string }> | undefined)?.research ?? {};
    expect(clientSecret === password?.secretText).toBe(true);
    expect(changedKinds(await deployment.up())).toEqual({});
  });

  test("a rotation reaches every integration", async () => {
    await set({ research: { organizationId: RESEARCH }, payments: { organizationId: PAYMENTS } });
    expect(await deployment.up()).toMatchObject({ failed: false });
    await deployment.set("gitpod-azure-devops:rotationTrigger", "now");
    expect(await deployment.up()).toMatchObject({ failed: false });
    const [app] = apps();
    const [password, ...more] = [...(app?.passwords.values() ?? [])];
    expect(more).toEqual([]);
    expect(
      gitpod()
        .integrations.list()
        .filter(({ clientSecret }) => clientSecret === password?.secretText),
    ).toHaveLength(3);
  });

  test("a rotation proves the shared secret once, and a refresh reads each organization once", async () => {
    const called = (...names: string[]) =>
      deployment.sandbox.journal
        .entries()
        .map(({ operation }) => operation)
        .filter((operation) => names.includes(operation));
    const more = Object.fromEntries(HOSTS.map((providerHost, place) => [`host-${place}`, { providerHost }]));
    await set({ ...more, payments: { organizationId: PAYMENTS } });
    deployment.sandbox.journal.clear();
    await deployment.set("gitpod-azure-devops:rotationTrigger", "again");
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(called("CreateAuthProvider", "UpdateAuthProvider")).toHaveLength(5);
    // The other one is the azuread plugin's sign-in.
    expect(called("POST /{tenant}/oauth2/v2.0/token")).toHaveLength(2);
    deployment.sandbox.journal.clear();
    expect(await deployment.refresh()).toMatchObject({ failed: false });
    // The first may be read alone, before the engine has asked for others.
    expect(called("GetAuthProvider").length).toBeLessThanOrEqual(1);
    expect(called("ListAuthProviders").length).toBeLessThanOrEqual(2);
    expect(called("GetAuthProvider", "ListAuthProviders").length).toBeGreaterThanOrEqual(2);
  });

  test("destroy removes everything", async () => {
    expect(await deployment.destroy()).toMatchObject({ failed: false });
    expect([held(), apps()]).toEqual([[], []]);
  });
});
