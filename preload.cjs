// Runs before anything else in each of our processes, on whatever Node there is: plain old JavaScript only.
"use strict";
const { prepareProcess } = require("./provider-kit/prepareProcess.cjs");

// As in cli/shared/packaged.ts: a released package.json names the plugin.
const isPackaged = "pulumi" in require("./package.json");
const inClone =
  " In a clone npm brings its own: npm run pulumi -- <command>\n" +
  "(npm ci --ignore-scripts and --omit=dev leave that one out).";

prepareProcess({
  name: "gitpod-azure-devops",
  minimum: [22, 21],
  advice: `Install a current Node.js.${isPackaged ? "" : inClone}`,
});
