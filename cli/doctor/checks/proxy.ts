import { isIPv4 } from "node:net";
import { before, proxySettings } from "../../../provider-kit/network.cjs";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";

const USED = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
/** gRPC reads these alone, in this order. */
const READ_BY_GRPC = ["grpc_proxy", "https_proxy", "http_proxy"];
const EXCEPTIONS = ["no_grpc_proxy", "no_proxy"];

/** The variables that name a proxy. Their values may hold a password, so no message shows one. */
export const proxy: Check = {
  group: "Network",
  name: "proxy",
  async run({ env }) {
    const { problems } = proxySettings(env);
    if (problems.length > 0) return problems.map((problem) => bad(`${problem}.`, fixOf(problem)));
    const used = USED.filter((name) => env[name]);
    return [good(used.length === 0 ? "No proxy is set." : `The proxy of ${used.join(" and ")} is used.`)];
  },
};

function fixOf(problem: string): string {
  const [variable = ""] = problem.split(" ");
  return `export ${USED.includes(variable) ? variable : "HTTPS_PROXY"}=http://<host>:<port>`;
}

/**
 * Pulumi's SDK for Node.js and Python looks for the engine behind a proxy in small letters, and fails with "14 UNAVAILABLE".
 * This repository's program loads preload.cjs, which sees to that.
 */
export const programProxy: Check = {
  group: "Network",
  name: "program-proxy",
  async run(facts) {
    const variable = READ_BY_GRPC.find((name) => facts.env[name]);
    if (variable === undefined) return [];
    const { runtime, nodeArguments } = await facts.project();
    if (!/^(nodejs|python)$/.test(runtime) || nodeArguments.includes("preload.cjs")) return [];
    const given = { ...facts.env, ...before };
    const exceptions = EXCEPTIONS.map((name) => given[name]).find(Boolean) ?? "";
    return [programFinding(variable, exceptions)];
  },
};

function programFinding(variable: string, exceptions: string): Finding {
  if (exceptions.split(/[\s,]+/).some((name) => isIPv4(name) && name.startsWith("127."))) {
    return good(`The program finds the engine although ${variable} is set: no_proxy leaves it out.`);
  }
  const list = [exceptions, "localhost", "127.0.0.1"].filter(Boolean).join(",");
  const message = `${variable}, in small letters, also goes for the program's way to the engine, so every command fails with "14 UNAVAILABLE".`;
  return bad(message, `export no_proxy=${list}`);
}
