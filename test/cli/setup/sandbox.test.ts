import { afterEach, describe, expect, test } from "@jest/globals";
import { SETUPS } from "../../../cli/setup/platforms.ts";
import { findSandbox, refuseHalfSandbox, sandboxWarnings, withSandbox } from "../../../cli/setup/sandbox.ts";
import { HOST, ORGANIZATION, TOKEN } from "../../../cli/setup/settings/classic.ts";
import { ONA_API, ONA_TOKEN, RUNNER } from "../../../cli/setup/settings/ona.ts";
import { AUTHORITY, AZURE_TENANT, type Config, METADATA, PLATFORM } from "../../../cli/setup/settings.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";

const HERE = { ARM_METADATA_HOSTNAME: "localhost:5181" };
const same = (key: string) => key;

describe("the sandbox's settings", () => {
  test("of Gitpod Classic point at its usual ports", () => {
    expect(withSandbox({}, SETUPS.classic, {})).toEqual({
      [HOST]: "localhost:4180",
      [TOKEN]: SANDBOX.token,
      [ORGANIZATION]: SANDBOX.organizationId,
      [AUTHORITY]: "https://localhost:4181",
      [METADATA]: "localhost:4181",
      [AZURE_TENANT]: SANDBOX.tenantId,
    });
  });

  test("of Ona do too", () => {
    expect(withSandbox({ [PLATFORM]: "ona" }, SETUPS.ona, {})).toMatchObject({
      [ONA_API]: "http://localhost:4182/api",
      [ONA_TOKEN]: SANDBOX.onaToken,
      [RUNNER]: SANDBOX.runnerId,
    });
  });

  test("keep other ports, and take Entra's from the terminal", () => {
    const config = { [HOST]: "localhost:5180", [TOKEN]: "kept" };
    const found = withSandbox(config, SETUPS.classic, HERE);
    expect(found).toMatchObject({ ...config, [AUTHORITY]: "https://localhost:5181", [METADATA]: "localhost:5181" });
  });

  test("replace another installation with its token", () => {
    const found = withSandbox({ [HOST]: "gitpod.example.com", [TOKEN]: "real" }, SETUPS.classic, {});
    expect(found).toMatchObject({ [HOST]: "localhost:4180", [TOKEN]: SANDBOX.token });
  });

  test("have the token of the environment only in a terminal of the sandbox", () => {
    const variable = { GITPOD_TOKEN: "of-the-terminal" };
    expect(withSandbox({}, SETUPS.classic, variable)[TOKEN]).toBe(SANDBOX.token);
    expect(withSandbox({}, SETUPS.classic, { ...variable, ...HERE })[TOKEN]).toBe("of-the-terminal");
  });
});

describe("a running sandbox", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  test("is found by its token, and nothing else is", async () => {
    sandbox = await startSandbox({ token: SANDBOX.token });
    const { host } = sandbox.gitpod;
    const at = (config: Config) => [{ ...SETUPS.classic, withSandbox: () => config }];
    expect(await findSandbox(at({ [HOST]: host, [TOKEN]: SANDBOX.token }))).toBe(host);
    expect(await findSandbox(at({ [HOST]: host, [TOKEN]: "another" }))).toBeUndefined();
    await sandbox.close();
    expect(await findSandbox(at({ [HOST]: host, [TOKEN]: SANDBOX.token }))).toBeUndefined();
  });
});

describe("a stack with half a sandbox", () => {
  const gitpod = { [HOST]: "localhost:5180", [TOKEN]: SANDBOX.token };

  test("is refused when flags say so", () => {
    expect(() => refuseHalfSandbox(gitpod)).toThrow("add --sandbox");
    expect(() => refuseHalfSandbox({ ...gitpod, [AUTHORITY]: "https://localhost:5181" })).not.toThrow();
    expect(() => refuseHalfSandbox({ [HOST]: "gitpod.example.com", [TOKEN]: "x" })).not.toThrow();
  });

  test("causes a warning, unless it is a whole one", () => {
    expect(sandboxWarnings({ [HOST]: "localhost:5180" }, same)).toEqual([expect.stringContaining("add --sandbox")]);
    expect(sandboxWarnings(withSandbox({}, SETUPS.classic, {}), same)).toEqual([]);
    const real = { [HOST]: "gitpod.example.com", [METADATA]: "localhost:4181" };
    expect(sandboxWarnings(real, same)).toEqual([expect.stringContaining(`settings of the sandbox: ${METADATA}.`)]);
  });
});
