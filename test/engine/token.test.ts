import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/index.ts";
import { Deployment } from "./support/deployment.ts";
import { Person } from "./support/person.ts";
import { CLASSIC_UNDER_TEST } from "./support/platforms/classic.ts";
import { ONA_UNDER_TEST } from "./support/platforms/ona.ts";
import { requiredArgs } from "./support/remote.ts";

const UNUSABLE = [
  {
    platform: CLASSIC_UNDER_TEST,
    weak: ({ gitpod: { installation, organizationId } }: Sandbox) => {
      const mia = { id: randomUUID(), name: "Mia" };
      installation.people.push(mia);
      installation.setRole(organizationId, "member", mia);
      return installation.tokens.add(mia).text;
    },
    problem: /the owner of gitpod:token is a member of organization \S+, and only an owner may manage integrations/,
  },
  {
    platform: ONA_UNDER_TEST,
    weak: ({ ona }: Sandbox) => ona.access.addToken({ readOnly: true }),
    problem: /Ona lets gitpod:onaToken read only/,
  },
];

describe.each(UNUSABLE)("$platform.name: a token that cannot be used", ({ platform, weak, problem }) => {
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

  test("a preview warns once that none is set, and succeeds", async () => {
    const { failed, output } = await deployment.preview();
    expect({ failed, warnings: output.match(/needs no token, but `pulumi up` does/g) }).toEqual({
      failed: false,
      warnings: [expect.anything()],
    });
    expect(output).toContain(`${platform.tokenSetting} is not set`);
  });

  test("without one, up makes nothing in Entra", async () => {
    const { failed, output } = await deployment.up();
    expect(failed).toBe(true);
    expect(output).toContain(`${platform.tokenSetting} is not set`);
    expect(made()).toEqual([]);
  });

  test("with one whose owner lacks the role, up makes nothing in Entra", async () => {
    await use(weak(deployment.sandbox));
    const { failed, output } = await deployment.up();
    expect(failed).toBe(true);
    expect(output).toMatch(problem);
    expect(output).toContain("Nothing was created in Entra.");
    expect(made()).toEqual([]);
  });

  test("with a right one, up goes on", async () => {
    await use(token);
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(made()).toEqual([1]);
  });

  test("a rotation without one makes no client secret", async () => {
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
