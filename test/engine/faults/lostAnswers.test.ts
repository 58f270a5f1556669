import { describeFaults } from "../support/faultCases.ts";

describeFaults("the work is done and the answer is lost", [
  { name: "connection reset", kind: { type: "reset", after: true } },
  { name: "truncated body", kind: { type: "truncated" } },
  { name: "HTTP 500", kind: { type: "status", status: 500, after: true } },
  { name: "HTTP 503", kind: { type: "status", status: 503, after: true } },
  { name: "a proxy's HTML page with HTTP 502", kind: { type: "html", status: 502, after: true } },
  { name: "a proxy's HTML page with HTTP 200", kind: { type: "html", status: 200, after: true } },
  { name: "JSON that does not fit the API's schema", kind: { type: "unexpectedJson", after: true } },
  { name: "an answer slower than the time limit", kind: { type: "drip", milliseconds: 300, pieces: 10 } },
  { name: "work that is done after the time limit", kind: { type: "delay", milliseconds: 1500 } },
]);
