// What a process needs behind a proxy: plain old JavaScript only, as it runs on whatever Node there is.
"use strict";

const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
const OTHERS = ["ALL_PROXY", "all_proxy"];
/** A proxy is not this machine: what goes to loopback would end there, the token with it. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1", "[::1]"];
const RESTARTED = "PROVIDER_KIT_RESTARTED";
/** Variables that useProxy has changed, as they were before. */
const before = {};

/**
 * The proxy's variables as Node and gRPC take them: with a scheme, as curl does not need it, and with loopback left out.
 * The problems name variables only, as an address may hold a password.
 */
function proxySettings(environment) {
  const [variables, problems] = [{}, []];
  for (const name of PROXIES) {
    const value = (environment[name] || "").trim();
    if (value === "") continue;
    const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    const scheme = schemeOf(address);
    if (scheme === "http" || scheme === "https") variables[name] = address;
    else if (scheme === undefined)
      problems.push(`${name} is not the address of a proxy, such as http://proxy.example.com:3128`);
    else
      problems.push(`${name} names a ${scheme} proxy, which is not supported: it must begin with http:// or https://`);
  }
  const other = OTHERS.find((name) => environment[name]);
  if (other !== undefined && Object.keys(variables).length + problems.length === 0) {
    problems.push(`${other} is not read: set HTTPS_PROXY to an http:// or https:// proxy`);
  }
  if (PROXIES.some((name) => environment[name])) Object.assign(variables, exceptions(environment));
  return { variables, problems };
}

function schemeOf(address) {
  try {
    return new URL(address).protocol.slice(0, -1);
  } catch {
    return undefined;
  }
}

function exceptions(environment) {
  const list = withLoopback(environment.no_proxy || environment.NO_PROXY);
  // gRPC reads only the small letters, and its own name first.
  const grpc = environment.no_grpc_proxy && { no_grpc_proxy: withLoopback(environment.no_grpc_proxy) };
  return { NO_PROXY: list, no_proxy: list, ...grpc };
}

function withLoopback(given = "") {
  const names = given.split(/[\s,]+/).filter(Boolean);
  return [...names, ...LOOPBACK.filter((name) => !names.includes(name))].join(",");
}

/** Makes Node's own HTTP clients use the proxy. Returns what is wrong, in words. */
function useProxy(process) {
  const { env } = process;
  const { variables, problems } = proxySettings(env);
  for (const name of Object.keys(variables)) before[name] = env[name];
  Object.assign(env, variables);
  if (env.NODE_USE_ENV_PROXY === "0" || !PROXIES.some((name) => variables[name])) return problems;
  const http = require("node:http");
  if (http.setGlobalProxyFromEnv) http.setGlobalProxyFromEnv(variables);
  else if (process.execve && process.platform !== "win32") restart(process);
  else problems.push("the proxy is not used: that takes a newer Node.js 24");
  return problems;
}

/** An older Node reads the variables only when it starts. It keeps the process, its streams and its parent. */
function restart(process) {
  const { env, execPath, execArgv, argv } = process;
  if (env[RESTARTED] === String(process.pid)) return;
  process.removeAllListeners("warning");
  const quiet = "--disable-warning=UNDICI-EHPA";
  process.execve(execPath, [execPath, quiet, ...execArgv, ...argv.slice(1)], {
    ...env,
    NODE_USE_ENV_PROXY: "1",
    [RESTARTED]: String(process.pid),
  });
}

module.exports = { before, proxySettings, useProxy };
