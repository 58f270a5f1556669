// Pulumi requires a policy pack under its own, old ts-node. What is imported is left to Node, which strips the types.
module.exports = import("./pack.ts");
