import { Code, ConnectError } from "@connectrpc/connect";
import { afterEach, describe, expect, test } from "@jest/globals";
import { findOrganization, openAccount, roleWarning } from "../../../cli/setup/account.ts";
import { API_URL, HOST, TOKEN } from "../../../cli/setup/settings.ts";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import type { Membership } from "../../../provider/classic/organizations.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";

const ACME: Membership = { id: "11111111-1111-4111-8111-111111111111", name: "Acme", slug: "acme", role: "owner" };
const OPS: Membership = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "Platform Ops",
  slug: "platform-ops",
  role: "member",
};
const context = { signal: new AbortController().signal, status: () => undefined };

describe("an organization", () => {
  test.each([
    ["its id", OPS.id],
    ["its id in capitals", OPS.id.toUpperCase()],
    ["its short name", "platform-ops"],
    ["its name, in any case", " platform OPS "],
  ])("is found by %s", (_, text) => {
    expect(findOrganization(text, [ACME, OPS])).toBe(OPS);
  });

  test.each([
    [
      "with a typo",
      "platfrom-ops",
      [ACME, OPS],
      "--organization is not one of the token's organizations; did you mean platform-ops? They are: Acme (acme), Platform Ops (platform-ops)",
    ],
    [
      "that is unknown",
      "something else",
      [ACME, OPS],
      "--organization is not one of the token's organizations. They are: Acme (acme), Platform Ops (platform-ops)",
    ],
    ["of nobody", "acme", [], "--organization cannot be found: the token's owner belongs to no organization"],
    [
      "whose name is not unique",
      "Acme",
      [
        { ...ACME, slug: "acme-1" },
        { ...OPS, name: "Acme", slug: "acme-2" },
      ],
      `--organization is the name of several organizations; use one of the ids ${ACME.id}, ${OPS.id}`,
    ],
  ])("%s is refused", (_, wanted, organizations, message) => {
    expect(() => findOrganization(wanted, organizations)).toThrow(new UsageError(message));
  });

  test("causes a warning unless the token's owner is an owner of it", () => {
    expect(roleWarning(ACME)).toBeUndefined();
    expect(roleWarning(OPS)).toContain("is a member of Platform Ops. Only an owner");
    expect(roleWarning({ ...OPS, role: undefined })).toContain("does not show the role");
  });
});

describe("an account", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());
  const settings = () => ({
    [HOST]: sandbox.gitpod.host,
    [API_URL]: sandbox.gitpod.apiUrl,
    [TOKEN]: sandbox.gitpod.token,
  });

  test("has the token's owner with all organizations and roles", async () => {
    sandbox = await startSandbox({ otherOrganizations: [{ ...OPS, role: "member" }] });
    const account = await openAccount(settings(), context);
    expect(account.user.name).toBe("Sam Sandbox");
    expect(account.organizations).toEqual([{ ...ACME, id: sandbox.gitpod.organizationId }, OPS]);
  });

  test("has an organization without a role when its members are hidden", async () => {
    sandbox = await startSandbox();
    const { id } = sandbox.gitpod.installation.organizations()[0] ?? ACME;
    sandbox.gitpod.installation.members = () => {
      throw new ConnectError("You do not have read_members", Code.PermissionDenied);
    };
    expect((await openAccount(settings(), context)).organizations).toEqual([{ ...ACME, id, role: undefined }]);
  });

  test("is refused for a wrong token, which the message does not contain", async () => {
    sandbox = await startSandbox();
    const failure = openAccount({ ...settings(), [TOKEN]: "gitpod_pat_canary" }, context);
    await expect(failure).rejects.toMatchObject({ tokenRefused: true });
    await expect(failure).rejects.toThrow(/Gitpod does not accept the token at http.*request id.*User Settings/);
    await expect(failure).rejects.not.toThrow("canary");
  });

  test("does not blame the token when there is no API at the address", async () => {
    sandbox = await startSandbox();
    const failure = openAccount({ ...settings(), [API_URL]: `${sandbox.gitpod.origin}/nothing/here` }, context);
    await expect(failure).rejects.toMatchObject({ tokenRefused: false });
    await expect(failure).rejects.toThrow(/could not ask http.*\/nothing\/here about the token.*--api-url/);
  });
});
