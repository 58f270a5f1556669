// Pulumi loads a policy pack with require under its own old ts-node. Node itself handles imports and strips the types.
module.exports = import("./pack.ts");
