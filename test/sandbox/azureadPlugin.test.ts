import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { findAzureadPlugin, STAND_INS } from "../../sandbox/stand-ins/azureadPlugin.ts";
import { putExecutable } from "../cli/support/executable.ts";

const { PATH, PULUMI_HOME, AZUREAD } = process.env;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-plugins-"));
  process.env.PATH = [folder, "/usr/bin", "/bin"].join(delimiter);
  process.env.PULUMI_HOME = join(folder, "home");
  delete process.env.AZUREAD;
});
afterEach(async () => {
  Object.assign(process.env, { PATH, PULUMI_HOME, AZUREAD });
  for (const [name, value] of Object.entries({ PULUMI_HOME, AZUREAD }))
    if (value === undefined) delete process.env[name];
  await rm(folder, { recursive: true });
});

const put = (prints: string) => putExecutable(folder, "pulumi-resource-azuread", `echo ${prints}`);

test("the real plugin is found by its version", async () => {
  await put("v6.9.1");
  expect(await findAzureadPlugin()).toEqual({ kind: "real", folder, version: "6.9.1" });
});

test("the stand-in of another clone, which serves and prints its port, is not taken for it", async () => {
  await put("40123");
  expect(await findAzureadPlugin()).toMatchObject({ kind: "stand-in", folder: STAND_INS });
});
