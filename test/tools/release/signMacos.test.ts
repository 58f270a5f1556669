import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";

const SCRIPT = fileURLToPath(new URL("../../../tools/release/sign-macos.sh", import.meta.url));
const SECRETS = { APPLE_CERTIFICATE_PASSWORD: "p12-password", APPLE_API_KEY: "private-key" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-signing-"));
  await mkdir(join(folder, "tmp"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the script with commands that only write down how they are called. Apple's service gives an answer. */
async function sign(answer: string) {
  const log = join(folder, "log");
  const fake = (name: string, then: string) =>
    writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >>"${log}"\n${then}\n`, { mode: 0o755 });
  await fake("security", `if [ "$1" = -i ]; then cat >>"${folder}/commands"; fi`);
  await fake("codesign", "");
  await fake("ditto", "");
  await fake("xcrun", `echo "  ${answer}"`);
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    TMPDIR: join(folder, "tmp"),
    APPLE_SIGNING_IDENTITY: "Developer ID Application: Example (TEAM)",
    APPLE_CERTIFICATE: Buffer.from("certificate").toString("base64"),
    APPLE_API_KEY_ID: "key-id",
    APPLE_API_ISSUER: "issuer",
    ...SECRETS,
  };
  const code = await promisify(execFile)(SCRIPT, ["plugin"], { env }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
  return { code, calls: await readFile(log, "utf8") };
}

describe("signing for macOS", () => {
  test("succeeds if Apple accepts the executable, and leaves no key behind", async () => {
    const { code, calls } = await sign("status: Accepted");
    expect(code).toBe(0);
    expect(calls).toMatch(
      /^codesign .*--sign Developer ID Application: Example \(TEAM\) .*--options runtime .*plugin$/m,
    );
    expect(calls).toMatch(/^security delete-keychain /m);
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  test("fails if Apple refuses it", async () => {
    expect((await sign("status: Invalid")).code).toBe(1);
    expect(await readdir(join(folder, "tmp"))).toEqual([]);
  });

  test("gives no secret as an argument", async () => {
    const { calls } = await sign("status: Accepted");
    expect(await readFile(join(folder, "commands"), "utf8")).toContain(`-P "${SECRETS.APPLE_CERTIFICATE_PASSWORD}"`);
    for (const secret of Object.values(SECRETS)) expect(calls).not.toContain(secret);
  });
});
