// The Node language host loads a plugin's main with require(), which an ES module in TypeScript cannot be.
require("../provider-kit/preload.cjs");
import("./main.ts");
