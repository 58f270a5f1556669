import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Deployment } from "./support/deployment.ts";
import { Person } from "./support/person.ts";
import { PLATFORMS } from "./support/platforms/index.ts";
import { requiredArgs } from "./support/remote.ts";

describe.each(PLATFORMS)("$name: without a token that will do", (platform) => {
  let deployment: Deployment;
  let token: string;
  beforeAll(async () => {
    deployment = await Deployment.start({ platform });
    token = platform.token(deployment.sandbox);
    await deployment.stack.removeConfig(platform.tokenSetting);
  });
  afterAll(() => deployment.close());

  const made = () => {
    const { applications } = deployment.sandbox.entra.directory;
    return [...applications.values()].map(({ passwords }) => passwords.size);
  };
  const use = (value: string) => deployment.stack.setConfig(platform.tokenSetting, { value, secret: true });

  test("a preview warns once, and succeeds", async () => {
    const { failed, output } = await deployment.preview();
    expect({ failed, warnings: output.match(/needs no token, but `pulumi up` does/g) }).toEqual({
      failed: false,
      warnings: [expect.anything()],
    });
    expect(output).toContain(`${platform.tokenSetting} is not set`);
  });

  test("up makes nothing in Entra", async () => {
    const { failed, output } = await deployment.up();
    expect(failed).toBe(true);
    expect(output).toContain(`${platform.tokenSetting} is not set`);
    expect(made()).toEqual([]);
  });

  test("up makes nothing in Entra with one that may not write, where reading shows that", async () => {
    await use(token);
    platform.weakenToken(deployment.sandbox);
    const { failed, output } = await deployment.up();
    platform.strengthenToken(deployment.sandbox);
    expect(failed).toBe(true);
    expect(output).toMatch(platform.weakToken);
    expect(output).toContain("Nothing was created in Entra.");
    expect(made()).toEqual([]);
  });

  test("up goes on once it has one that may", async () => {
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(made()).toEqual([1]);
  });

  test("a rotation makes no client secret", async () => {
    await deployment.stack.removeConfig(platform.tokenSetting);
    expect(await deployment.up()).toMatchObject({ failed: false, changes: { same: expect.anything() } });
    await deployment.set("rotationTrigger", "now");
    const { failed, output } = await deployment.up();
    expect(failed).toBe(true);
    expect(output).toContain(`${platform.tokenSetting} is not set`);
    expect(made()).toEqual([1]);
    await use(token);
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(await deployment.up()).toMatchObject({ failed: false, changes: { same: expect.anything() } });
  });
});

test("a role that is lost in one of two organizations keeps no renewed secret from the other", async () => {
  const other = { id: "22222222-2222-4222-8222-222222222222", name: "Other", slug: "other", role: "owner" } as const;
  const settings = { "gitpod-azure-devops:integrations": JSON.stringify({ other: { organizationId: other.id } }) };
  const person = await Person.start({ sandbox: { otherOrganizations: [other] }, settings, withToken: true });
  const { gitpod, entra } = person.sandbox;
  const up = () => person.pulumi("up", "--yes", "--skip-preview");
  const held = (id: string) => gitpod.integrations.list(id).map(({ clientSecret }) => clientSecret);
  const known = () => {
    const passwords = [...entra.directory.applications.values()].flatMap((app) => [...app.passwords.values()]);
    return passwords.map(({ secretText }) => secretText).sort();
  };
  expect(await up()).toMatchObject({ code: 0 });
  const first = held(other.id);
  gitpod.installation.setRole(other.id, "member");
  await person.set("gitpod-azure-devops:rotationTrigger", "now");
  for (const _ of ["renewal", "next run"]) {
    const { code, output } = await up();
    expect(code).not.toBe(0);
    expect(output).toContain("The token must belong to an owner of the organization");
    const renewed = held(gitpod.organizationId);
    expect(renewed).not.toEqual(first);
    expect(held(other.id)).toEqual(first);
    expect(known()).toEqual([...first, ...renewed].sort());
  }
  gitpod.installation.setRole(other.id, "owner");
  expect(await up()).toMatchObject({ code: 0 });
  expect(known()).toEqual(held(other.id));
  await person.close();
});

test("a component that the plugin constructs makes nothing in Entra either", async () => {
  const person = await Person.start({ program: "remoteIntegration.ts" });
  await person.setAll({ "test:inputs": JSON.stringify(requiredArgs(person.sandbox)) });
  const { code, output } = await person.pulumi("up", "--yes", "--skip-preview");
  expect(code).not.toBe(0);
  expect(output).toContain("gitpod:token is not set");
  expect(output).toContain("Nothing was created in Entra.");
  expect(person.sandbox.entra.directory.applications.size).toBe(0);
  await person.close();
});
