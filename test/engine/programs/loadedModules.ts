import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

/** Outputs the packages of all modules that the runner and the SDK have loaded. */
export default function program() {
  const paths = Object.keys(createRequire(import.meta.url).cache);
  const names = paths.map((path) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1] ?? "");
  return { stack: pulumi.getStack(), packages: [...new Set(names)].sort() };
}
