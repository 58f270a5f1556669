import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import setUpPulumi from "../support/pulumiSetup.ts";
import { AZURE_NATIVE, VERSION } from "./folder.ts";

const run = promisify(execFile);
const CHECKSUM = "1VTBgWJ1zjcgTT+FGQ+5f9HpW7Hp6eUwHLS/YRCqG2QSY8MzswoR9F3f5ZTq77VDwJ+py0C+xsjZddvaOVJjRQ==";

/** Puts the azure-native package into the user's cache, once: the project's own folder must not have it. */
export default async function install(): Promise<void> {
  await setUpPulumi();
  const present = await readFile(join(AZURE_NATIVE, "package.json")).catch(() => undefined);
  if (present !== undefined) return;
  process.stderr.write("installing @pulumi/azure-native for the tests of Key Vault (once) ...\n");
  await mkdir(dirname(AZURE_NATIVE), { recursive: true });
  const scratch = await mkdtemp(`${AZURE_NATIVE}-`);
  const shell = process.platform === "win32";
  const { stdout } = await run("npm", ["pack", "--silent", `@pulumi/azure-native@${VERSION}`], { cwd: scratch, shell });
  const archive = join(scratch, stdout.trim());
  const checksum = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (checksum !== CHECKSUM) throw new Error(`@pulumi/azure-native ${VERSION} has another checksum: ${checksum}`);
  await run("tar", ["-xzf", archive, "-C", scratch]);
  await rm(AZURE_NATIVE, { recursive: true, force: true });
  await rename(join(scratch, "package"), AZURE_NATIVE);
  await rm(scratch, { recursive: true });
}
