import { rm } from "node:fs/promises";
import { join } from "node:path";
import { errorMessage } from "../../provider-kit/errors.ts";
import { run } from "./places.ts";

const LANGUAGES = ["nodejs", "python", "go", "dotnet", "java"] as const;

export interface Sdks {
  /** Folders of those that were made. */
  readonly made: readonly string[];
  /** The reason of each that was not, by language. */
  readonly skipped: Readonly<Record<string, string>>;
}

/** Generates an SDK for each language whose host the Pulumi CLI has, from a plugin's schema. */
export async function makeSdks(pulumi: string, plugin: string, folder: string): Promise<Sdks> {
  const made: string[] = [];
  const skipped: Record<string, string> = {};
  for (const language of LANGUAGES) {
    const sdk = join(folder, language);
    await rm(sdk, { recursive: true, force: true });
    const args = ["package", "gen-sdk", plugin, "--language", language, "--out", folder, "--non-interactive"];
    await run(pulumi, args).then(
      () => made.push(sdk),
      (error) => {
        skipped[language] = lastLine(errorMessage(error));
      },
    );
  }
  return { made, skipped };
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^error: /, "") ?? ""
  );
}
