// For a file that Node loads before anything else, on whatever Node there is: plain old JavaScript only.
"use strict";
const module_ = require("node:module");
const { homedir } = require("node:os");
const { join } = require("node:path");
const { proxySettings, useProxy } = require("./network.cjs");

/**
 * Ends a process whose Node is too old, makes it use the proxy, and keeps its compiled code in the user's cache.
 *
 * @param {object} project
 * @param {string} project.name names the folder in the cache, and the project in messages
 * @param {readonly [major: number, minor: number]} project.minimum the oldest Node that runs the project
 * @param {string} project.advice what to do about an older one, after a sentence that names it
 */
function prepareProcess({ name, minimum, advice }) {
  refuseOlderThan(minimum, name, advice);
  // Pulumi's runner calls nobody but the engine, for which the variables are enough.
  if (isRunner(process.argv[1])) Object.assign(process.env, proxySettings(process.env).variables);
  else for (const problem of useProxy(process)) process.stderr.write(`warning: ${problem}\n`);
  keepCompiledCode(name);
}

function refuseOlderThan([leastMajor, leastMinor], name, advice) {
  const { node } = process.versions;
  const [major, minor] = node.split(".").map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  process.stderr.write(
    `${name} needs Node.js ${leastMajor}.${leastMinor} or newer, and this is Node.js ${node}\n` +
      `(${process.execPath}). ${advice}\n`,
  );
  process.exit(1);
}

function isRunner(script = "") {
  return /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(script);
}

function keepCompiledCode(name) {
  // A single executable has its compiled code inside.
  if (require("node:sea").isSea()) return;
  // Not Node's default, which is in the system's temporary folder, where another user could have put code before us.
  // NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
  const cache = process.env.NODE_COMPILE_CACHE || userCache(name);
  if (!cache) return;
  module_.enableCompileCache(cache);
  // Node writes the cache when it exits, but the engine ends plugins by killing them.
  setInterval(() => module_.flushCompileCache?.(), 500).unref();
}

/** Undefined for somebody who has no home, such as a user id without a name in a container. */
function userCache(name) {
  const folder = process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || cacheAtHome();
  return folder && join(folder, name, "node");
}

function cacheAtHome() {
  try {
    return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
  } catch {
    return undefined;
  }
}

module.exports = { prepareProcess };
