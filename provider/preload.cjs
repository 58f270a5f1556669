// Runs before anything else in each of our processes, on whatever Node there is: plain old JavaScript only.
"use strict";
const module_ = require("node:module");
const { homedir } = require("node:os");
const { join } = require("node:path");

const MINIMUM = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  process.stderr.write(
    `gitpod-azure-devops needs Node.js ${MINIMUM.join(".")} or newer to run its TypeScript, and this is Node.js ${process.versions.node}\n` +
      `(${process.execPath}). Install a current Node.js, or run through npm, which brings its own: npm run pulumi -- <command>\n`,
  );
  process.exit(1);
}

// Not Node's default, which is in the system's temporary folder, where another user could have put code before us.
// NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
module_.enableCompileCache(process.env.NODE_COMPILE_CACHE || join(userCache(), "gitpod-azure-devops", "node"));
// Node writes the cache when it exits, but the engine ends plugins by killing them.
setInterval(() => module_.flushCompileCache?.(), 500).unref();

function userCache() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return process.env.LOCALAPPDATA || join(homedir(), ".cache");
}
