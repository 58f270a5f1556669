// Gives this Node.js another version number.
"use strict";
Object.defineProperty(process.versions, "node", { value: process.env.TEST_NODE_VERSION });
