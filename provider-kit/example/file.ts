import { readFile, rm, writeFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { defineResource, errorCode, errorMessage, ProviderError, serve } from "pulumi-provider-kit";
import { z } from "zod";

const outputsOf = (content: string) => ({ size: Buffer.byteLength(content) });

const file = defineResource({
  token: "file:index:File",
  description: "A text file.",
  inputs: z.object({
    path: z.string().refine(isAbsolute, "must be an absolute path").meta({ description: "Its path.", replaces: true }),
    content: z.string().default("").meta({ description: "What is in it." }),
  }),
  outputs: z.object({ size: z.int().meta({ description: "Its size in bytes." }) }),
  preview: ({ news: { content } }) => (typeof content === "string" ? outputsOf(content) : {}),
  lifecycle: () => ({
    async create({ path, content }) {
      await writeFile(path, content, { flag: "wx" }).catch((error) => {
        throw new ProviderError(`cannot create the file: ${errorMessage(error)}`);
      });
      return { id: path, outputs: outputsOf(content) };
    },
    async read(path) {
      const content = await readFile(path, "utf8").catch((error) => {
        if (errorCode(error) !== "ENOENT") throw error;
      });
      return content === undefined ? undefined : { inputs: { path, content }, outputs: outputsOf(content) };
    },
    async update(path, _old, { content }) {
      await writeFile(path, content);
      return outputsOf(content);
    },
    delete: (path) => rm(path, { force: true }),
  }),
});

const about = { name: "file", version: "0.1.0", displayName: "File", description: "Files on this machine." };
await serve(() => ({ ...about, config: z.object({}), connect: () => undefined, resources: [file] }));
