import { describeFaults, type FaultCase } from "../support/faultCases.ts";

const inTwoSeconds = () => new Date(Date.now() + 2000).toUTCString();
const restoreToken: FaultCase["fix"] = ({ platform, sandbox }) => platform.restoreToken(sandbox);

describeFaults("the work is not done", [
  { name: "connection reset", kind: { type: "reset" } },
  { name: "HTTP 500", kind: { type: "status", status: 500 } },
  { name: "HTTP 502", kind: { type: "status", status: 502 } },
  { name: "HTTP 503", kind: { type: "status", status: 503 } },
  { name: "HTTP 504", kind: { type: "status", status: 504 } },
  { name: "HTTP 503 for longer than the retries last", kind: { type: "status", status: 503 }, count: 100 },
  { name: "rate limit, Retry-After in whole seconds", kind: { type: "rateLimit", retryAfter: 1 } },
  { name: "rate limit, Retry-After with a fraction", kind: { type: "rateLimit", retryAfter: "0.532" } },
  { name: "rate limit, Retry-After as a date", kind: () => ({ type: "rateLimit", retryAfter: inTwoSeconds() }) },
  { name: "rate limit for longer than the retries last", kind: { type: "rateLimit", retryAfter: "0.2" }, count: 100 },
  { name: "a slow answer within the time limit", kind: { type: "delay", milliseconds: 400 } },
  { name: "a proxy's HTML page with HTTP 502", kind: { type: "html", status: 502 } },
  { name: "token revoked", kind: { type: "accessRevoked" }, fix: restoreToken },
]);
