import { rm } from "node:fs/promises";
import { releaseFolder } from "../engine/support/release.ts";

export default async function removeRelease(): Promise<void> {
  const folder = releaseFolder();
  await Promise.all([folder, `${folder}.json`].map((path) => rm(path, { recursive: true, force: true })));
}
