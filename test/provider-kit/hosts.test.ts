import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hostProblem, isLoopback, urlProblem } from "../../provider-kit/hosts.ts";
import { type Problem, problemMessage } from "../../provider-kit/problem.ts";

const EXAMPLE = "gitpod.example.com";
const message = (problem: Problem | undefined) => problem && problemMessage(problem);
const hostMessage = (value: string) => message(hostProblem(value, EXAMPLE));
const urlMessage = (value: string) => message(urlProblem(value, `https://${EXAMPLE}`));

describe("a host", () => {
  test.each([
    "gitpod.example.com",
    "Gitpod.Example.COM",
    "gitpod",
    "gitpod.example.com:8443",
    "localhost",
    "localhost:3000",
    "127.0.0.1:3000",
    "[::1]",
    "[::1]:3000",
    "xn--bcher-kva.example",
    "1.2.3.4",
  ])("%s is accepted", (host) => {
    expect(hostMessage(host)).toBeUndefined();
  });

  test.each([
    ["", "is empty"],
    ["  ", "is empty"],
    ["https://gitpod.example.com", "without a scheme; write gitpod.example.com"],
    ["HTTPS://Gitpod.Example.com/path?x#y", "without a scheme; write gitpod.example.com"],
    ["gitpod.example.com/", "without a slash or path; write gitpod.example.com"],
    ["gitpod.example.com/workspaces", "without a slash or path; write gitpod.example.com"],
    ["gitpod.example.com?x", "without a slash or path; write gitpod.example.com"],
    [" gitpod.example.com ", "is not a host name; write gitpod.example.com"],
    ["user@gitpod.example.com", "is not a host name; write it like gitpod.example.com"],
    ["https://user:password@gitpod.example.com", "without a scheme"],
    ["git pod", "is not a host name"],
    ["-gitpod.example.com", "is not a host name"],
    ["gitpod..example.com", "is not a host name"],
    ["gitpod.example.com:", "is not a host name"],
    ["gitpod.example.com:port", "is not a host name"],
    ["gitpod.example.com:99999", "is not a host name"],
    ["256.256.256.256", "is not a host name"],
    ["gitpod.1", "is not a host name"],
    ["[::2", "is not a host name"],
    ["[::2]", "is not a host name"],
    ["bücher.example", "is not a host name"],
    ["a".repeat(254), "is not a host name"],
    ["gitpod.example.com\n", "is not a host name"],
  ])("%j is refused", (value, problem) => {
    expect(hostMessage(value)).toContain(problem);
  });

  test("a password in it is never repeated", () => {
    expect(hostMessage("https://user:hunter2@gitpod.example.com")).not.toContain("hunter2");
  });

  test("that is accepted always gives a valid URL", () => {
    const part = fc.string({ unit: fc.constantFrom(..."abxn019-.:[]"), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV4Extended(), part), (host) => {
        return hostMessage(host) !== undefined || URL.canParse(`https://${host}/auth/callback`);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("loopback", () => {
  test.each(["localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:5", "[::1]", "[::1]:443"])("%s is", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  test.each(["localhost.example.com", "127.0.0.1.example.com", "notlocalhost", "::1", "10.0.0.1", "localhost@evil"])(
    "%s is not",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe("the URL of a service", () => {
  test.each([
    "https://gitpod.example.com",
    "http://localhost:80/x",
    "http://127.0.0.1",
    "http://[::1]:3000/public-api",
  ])("%s is accepted", (url) => expect(urlMessage(url)).toBeUndefined());

  test.each([
    ["gitpod.example.com", "is not a URL"],
    ["", "is not a URL"],
    ["ftp://gitpod.example.com", "is not a URL"],
    ["javascript:alert(1)", "is not a URL"],
    ["http://gitpod.example.com", "must start with https://"],
    ["http://localhost.example.com", "must start with https://"],
    ["http://127.0.0.1@gitpod.example.com", "must not contain a user name"],
    ["https://user:hunter2@gitpod.example.com", "must not contain a user name or password"],
    [" https://gitpod.example.com", "white space"],
    ["https://gitpod.exa\nmple.com", "white space"],
  ])("%j is refused", (url, problem) => {
    expect(urlMessage(url)).toContain(problem);
    expect(urlMessage(url)).not.toContain("hunter2");
  });
});

test.each(["https://0badcafe0badcafe", "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSMeKKF2QT4fwpMe/", "0badcafe/x"])(
  "what may be a token is not suggested as a host: %s",
  (token) => {
    expect(hostMessage(token)).not.toContain("write");
  },
);
