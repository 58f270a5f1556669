import { lstat, readFile } from "node:fs/promises";
import { plainText } from "../plainText.ts";
import { MARKER, upsert } from "./comments.ts";
import { withRetries } from "./retry.ts";
import { commentsFor } from "./systems.ts";

/**
 * `node ops/pipelines/comment/main.ts FILE` writes the file's text to the pipeline's comment on its pull request. It needs no
 * packages, so that it can run without the code of the pull request.
 */
const [file, ...others] = process.argv.slice(2);
try {
  if (file === undefined || others.length > 0) throw new Error("usage: node ops/pipelines/comment/main.ts FILE");
  const body = await readBody(file);
  const comments = commentsFor(process.env);
  // Idempotent: if a response is lost, the next attempt finds the comment.
  console.log(`The comment was ${await withRetries(() => upsert(comments, body))}.`);
} catch (error) {
  console.error(plainText(`error: ${error instanceof Error ? error.message : error}`));
  process.exitCode = 1;
}

/** The file comes from a job that runs the code of the pull request, so it may be anything. */
async function readBody(path: string): Promise<string> {
  if (!(await lstat(path)).isFile()) throw new Error(`${path} is not a regular file`);
  const body = await readFile(path, "utf8");
  if (!MARKER.test(body))
    throw new Error(
      `${path} was not written by npx gitpod-azure-devops preview-markdown: the first line is not its marker`,
    );
  return body;
}
