import { constants } from "node:fs";
import { access, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, errorMessage } from "../../provider-kit/errors.ts";
import { UsageError } from "../shared/commandLine.ts";

/** @throws UsageError when the file cannot be written, as far as that shows without touching it */
export async function checkWritable(file: string): Promise<void> {
  try {
    const found = await stat(file).catch((error: unknown) => {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    });
    if (found?.isDirectory()) throw new Error("it is a folder");
    await access(found ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw unwritable(file, error);
  }
}

export async function writePage(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((error: unknown) => {
    throw unwritable(file, error);
  });
}

function unwritable(file: string, error: unknown): UsageError {
  return new UsageError(`--html cannot write ${file}: ${errorMessage(error)}`);
}
