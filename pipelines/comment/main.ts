import { readFile } from "node:fs/promises";
import { upsert } from "./comments.ts";
import { commentsFor } from "./systems.ts";

/**
 * `node pipelines/comment/main.ts FILE` puts the file's text into the pipeline's comment on its pull request. It needs no
 * installed package, so that it can run without the code of the pull request.
 */
const [file, ...others] = process.argv.slice(2);
try {
  if (file === undefined || others.length > 0) throw new Error("usage: node pipelines/comment/main.ts FILE");
  const done = await upsert(commentsFor(process.env), await readFile(file, "utf8"));
  console.log(`The comment was ${done}.`);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
