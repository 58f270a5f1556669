/**
 * Checks the packages in package-lock.json for known vulnerabilities. Fails on high and critical ones, and if the audit itself
 * fails. A registry without audits is only reported.
 */
import { spawnSync } from "node:child_process";
import { readAudit } from "./auditReport.ts";

const { stdout, error } = spawnSync("npm", ["audit", "--package-lock-only", "--json"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  stdio: ["ignore", "pipe", "ignore"],
  shell: process.platform === "win32",
});
if (error !== undefined) throw error;
const { passed, message } = readAudit(stdout);
console.log(message);
if (!passed) process.exitCode = 1;
