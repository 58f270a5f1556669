#!/usr/bin/env node
// The command `gitpod-azure-devops`. An old Node.js stops in the first import, with what is missing.
import "../preload.cjs";

await import("./main.ts");
