import { describe, expect, test } from "@jest/globals";
import { readAudit } from "../../tools/auditReport.ts";

const dependencies = { prod: 310, dev: 390, optional: 60, peer: 0, peerOptional: 0, total: 706 };
const counted = (counts: Record<string, number>) => ({ info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...counts });

/** As npm 11 prints them, shortened. */
const CLEAN = {
  auditReportVersion: 2,
  vulnerabilities: {},
  metadata: { vulnerabilities: counted({ total: 0 }), dependencies },
};
const VULNERABLE = {
  auditReportVersion: 2,
  vulnerabilities: {
    minimist: {
      name: "minimist",
      severity: "critical",
      isDirect: false,
      via: [
        {
          source: 1097677,
          name: "minimist",
          dependency: "minimist",
          title: "Prototype Pollution in minimist",
          url: "https://github.com/advisories/GHSA-xvch-5gv4-984h",
          severity: "critical",
          cwe: ["CWE-1321"],
          cvss: { score: 9.8, vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
          range: "<0.2.4",
        },
      ],
      effects: ["mkdirp"],
      range: "<=0.2.3",
      nodes: ["node_modules/minimist"],
      fixAvailable: true,
    },
    mkdirp: {
      name: "mkdirp",
      severity: "high",
      isDirect: true,
      via: ["minimist"],
      effects: [],
      range: "0.4.1 - 0.5.1",
      nodes: ["node_modules/mkdirp"],
      fixAvailable: { name: "mkdirp", version: "0.5.6", isSemVerMajor: false },
    },
    braces: {
      name: "braces",
      severity: "low",
      isDirect: false,
      via: [
        { title: "Regular Expression Denial of Service", url: "https://github.com/advisories/GHSA-g95f-p29q-9xw4" },
      ],
      effects: [],
      range: "<2.3.1",
      nodes: ["node_modules/braces"],
      fixAvailable: false,
    },
  },
  metadata: { vulnerabilities: counted({ low: 1, high: 1, critical: 1, total: 3 }), dependencies },
};
const NO_ENDPOINT = {
  message: "405 Method Not Allowed - POST https://registry.example.com/-/npm/v1/security/advisories/bulk",
  method: "POST",
  uri: "https://registry.example.com/-/npm/v1/security/advisories/bulk",
  headers: { allow: ["GET,HEAD"], "content-length": ["0"] },
  statusCode: 405,
  body: "",
  error: { summary: "", detail: "" },
};

const read = (printed: object) => readAudit(JSON.stringify(printed));

describe("npm audit reports", () => {
  test("no vulnerabilities: passes", () => {
    expect(read(CLEAN)).toEqual({ passed: true, message: "No known vulnerabilities." });
  });

  test("high and critical ones: fails, names them with their advisories, and counts all", () => {
    const { passed, message } = read(VULNERABLE);
    expect(passed).toBe(false);
    expect(message.split("\n")).toEqual([
      "critical: minimist <=0.2.3",
      "  Prototype Pollution in minimist: https://github.com/advisories/GHSA-xvch-5gv4-984h",
      "high: mkdirp 0.4.1 - 0.5.1",
      "  through minimist",
      "1 low, 1 high, 1 critical.",
    ]);
  });

  test("lesser ones alone: passes and counts them", () => {
    const { braces } = VULNERABLE.vulnerabilities;
    const metadata = { vulnerabilities: counted({ low: 1, total: 1 }), dependencies };
    expect(read({ ...VULNERABLE, vulnerabilities: { braces }, metadata })).toEqual({ passed: true, message: "1 low." });
  });

  test.each([404, 405, 501])("a registry without audits (%d): passes and says so", (statusCode) => {
    const { passed, message } = read({ ...NO_ENDPOINT, statusCode });
    expect(passed).toBe(true);
    expect(message).toMatch(/^Not audited: the npm registry in use offers no audits \(405 Method Not Allowed/);
  });

  test("npm's own error for that: passes", () => {
    const error = { code: "ENOAUDIT", summary: "Your configured registry does not support audit requests." };
    expect(read({ error }).passed).toBe(true);
  });

  test.each([
    ["an unreachable registry", JSON.stringify({ message: "getaddrinfo EAI_AGAIN", error: { code: "EAI_AGAIN" } })],
    ["a failing registry", JSON.stringify({ ...NO_ENDPOINT, message: "503 Service Unavailable", statusCode: 503 })],
    ["nothing", ""],
    ["invalid JSON", "npm error"],
    ["unexpected JSON", "[]"],
  ])("%s: fails", (_, printed) => {
    expect(readAudit(printed).passed).toBe(false);
  });
});
