import { constants } from "node:fs";
import { access, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, errorMessage } from "../../provider-kit/errors.ts";
import { UsageError } from "../shared/commandLine.ts";

/** @throws UsageError when the file cannot be written, as far as that shows without touching it */
export async function checkWritable(file: string): Promise<void> {
  try {
    const found = await infoOf(file);
    if (found?.isDirectory()) throw new Error("it is a folder");
    await access(found ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** Replaces the file at once: a browser that loads it meanwhile gets the former page or this one, never a part. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    const found = await infoOf(file);
    if (found?.isFile() === false) await writeFile(file, page);
    // In a folder of somebody else, only the file itself can be written.
    else await replace(found ? await realpath(file) : file, page, found?.mode).catch(() => writeFile(file, page));
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function replace(file: string, page: string, mode = 0o666): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, page, { mode });
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

/** Undefined where there is nothing. */
async function infoOf(file: string) {
  return stat(file).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
}

function unwritable(file: string, error: unknown): UsageError {
  return new UsageError(`--html cannot write ${file}: ${errorMessage(error)}`);
}
