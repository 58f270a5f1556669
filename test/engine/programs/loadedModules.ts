import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** Says which packages the runner and the SDK have loaded modules of by now. */
export default function program() {
  const paths = Object.keys(createRequire(import.meta.url).cache);
  const names = paths.map((path) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1] ?? "");
  return { stack: pulumi.getStack(), packages: [...new Set(names)].sort() };
}
