// Runs before anything else in each of our processes, on whatever Node there is: plain old JavaScript only.
"use strict";
const module_ = require("node:module");
const { homedir } = require("node:os");
const { join } = require("node:path");

const MINIMUM = [22, 21];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  process.stderr.write(
    `gitpod-azure-devops needs Node.js ${MINIMUM.join(".")} or newer to run its TypeScript, and this is Node.js ${process.versions.node}\n` +
      `(${process.execPath}). Install a current Node.js, or run through npm, which brings its own: npm run pulumi -- <command>\n` +
      "(npm ci --ignore-scripts and --omit=dev leave that one out).\n",
  );
  process.exit(1);
}

// Pulumi's runner calls nobody but the engine, for which the variables are enough.
const { proxySettings, useProxy } = require("./network.cjs");
if (isRunner(process.argv[1])) Object.assign(process.env, proxySettings(process.env).variables);
else for (const problem of useProxy(process)) process.stderr.write(`warning: ${problem}\n`);

// A single executable has its compiled code inside.
const { isSea } = require("node:sea");
// Not Node's default, which is in the system's temporary folder, where another user could have put code before us.
// NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
const cache = isSea() ? undefined : process.env.NODE_COMPILE_CACHE || userCache();
if (cache) {
  module_.enableCompileCache(cache);
  // Node writes the cache when it exits, but the engine ends plugins by killing them.
  setInterval(() => module_.flushCompileCache?.(), 500).unref();
}

function isRunner(script = "") {
  return /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(script);
}

/** Undefined for somebody who has no home, such as a user id without a name in a container. */
function userCache() {
  const folder = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || cacheAtHome();
  return folder && join(folder, "gitpod-azure-devops", "node");
}

function cacheAtHome() {
  try {
    return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
  } catch {
    return undefined;
  }
}
