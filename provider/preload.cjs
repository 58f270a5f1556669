// Runs before anything else in each of our processes, on whatever Node there is: plain old JavaScript only.
"use strict";
const module_ = require("node:module");

const MINIMUM = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
  process.stderr.write(
    `gitpod-azure-devops needs Node.js ${MINIMUM.join(".")} or newer to run its TypeScript, and this is Node.js ${process.versions.node}\n` +
      `(${process.execPath}). Install a current Node.js, or run through npm, which brings its own: npm run pulumi -- <command>\n`,
  );
  process.exit(1);
}

// Without a folder, Node takes one in the system's temporary folder. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
module_.enableCompileCache();
