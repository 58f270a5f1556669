import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  activationUrl,
  gitpodOrigin,
  hostProblem,
  isLoopback,
  redirectUri,
  urlProblem,
} from "../../platforms/origin.ts";
import { apiBaseUrl, configSchema } from "../../provider/config.ts";

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
  ])("%s is one", (host) => {
    expect(hostProblem(host)).toBeUndefined();
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
  ])("%j is none", (value, problem) => {
    expect(hostProblem(value)).toContain(problem);
  });

  test("a password in it is never repeated", () => {
    expect(hostProblem("https://user:hunter2@gitpod.example.com")).not.toContain("hunter2");
  });

  test("that is accepted always makes a URL", () => {
    const part = fc.string({ unit: fc.constantFrom(..."abxn019-.:[]"), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV4Extended(), part), (host) => {
        return hostProblem(host) !== undefined || URL.canParse(redirectUri(host));
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
  ])("%s is accepted", (url) => expect(urlProblem(url)).toBeUndefined());

  test.each([
    ["gitpod.example.com", "is not a URL"],
    ["", "is not a URL"],
    ["ftp://gitpod.example.com", "is not a URL"],
    ["javascript:alert(1)", "is not a URL"],
    ["http://gitpod.example.com", "must start with https://"],
    ["http://localhost.example.com", "must start with https://"],
    ["http://127.0.0.1@gitpod.example.com", "must not hold a user name"],
    ["https://user:hunter2@gitpod.example.com", "must not hold a user name or password"],
    [" https://gitpod.example.com", "white space"],
    ["https://gitpod.exa\nmple.com", "white space"],
  ])("%j is refused", (url, problem) => {
    expect(urlProblem(url)).toContain(problem);
    expect(urlProblem(url)).not.toContain("hunter2");
  });
});

describe("addresses of an installation", () => {
  test("speak plain http on loopback only", () => {
    expect(gitpodOrigin("gitpod.example.com")).toBe("https://gitpod.example.com");
    expect(gitpodOrigin("[::1]:3000")).toBe("http://[::1]:3000");
    expect(redirectUri("gitpod.example.com:8443")).toBe("https://gitpod.example.com:8443/auth/callback");
  });

  test("the activation link encodes each parameter", () => {
    const link = new URL(
      activationUrl("gitpod.example.com", "dev.azure.com", ["https://a.example/x", "offline_access"]),
    );
    expect(`${link.origin}${link.pathname}`).toBe("https://gitpod.example.com/api/authorize");
    expect(Object.fromEntries(link.searchParams)).toEqual({
      returnTo: "https://gitpod.example.com/complete-auth?message=success",
      host: "dev.azure.com",
      scopes: "https://a.example/x,offline_access",
    });
  });

  test("the API is where the stack says, else under the host", () => {
    const base = (settings: object) => apiBaseUrl(configSchema.parse(settings));
    expect(base({ host: "Gitpod.Example.com" })).toBe("https://api.gitpod.example.com");
    expect(base({ host: "localhost:3000" })).toBe("http://localhost:3000/public-api");
    expect(base({ host: "gitpod.example.com", apiUrl: "https://x.example/api//" })).toBe("https://x.example/api");
  });
});

describe("provider settings", () => {
  const problems = (settings: object) =>
    configSchema.safeParse({ host: "gitpod.example.com", ...settings }).error?.issues.map(({ message }) => message);

  test.each([
    [{ requestTimeoutSeconds: "30", maxRetries: "0" }, undefined],
    [{ requestTimeoutSeconds: " " }, ["must be a number"]],
    [{ requestTimeoutSeconds: "0.5" }, ["must be at least 1"]],
    [{ requestTimeoutSeconds: 601 }, ["must be at most 600"]],
    [{ maxRetries: "1.5" }, ["must be a whole number"]],
    [{ maxRetries: -1 }, ["must be at least 0"]],
    [{ maxRetries: "1e400" }, ["must be a whole number"]],
  ])("%j", (settings, messages) => {
    expect(problems(settings)).toEqual(messages);
  });

  test.each(["with space", "line\nbreak", "control\u0001character", "bullet•s"])(
    "a token that no header can carry is refused without repeating it (case %#)",
    (token) => {
      const [message] = problems({ token }) ?? [];
      expect(message).toContain("copy the token again");
      expect(message?.includes(token)).toBe(false);
    },
  );
});

test.each(["https://0badcafe0badcafe", "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSMeKKF2QT4fwpMe/", "0badcafe/x"])(
  "what may be a token is not offered as a host: %s",
  (token) => {
    expect(hostProblem(token)).not.toContain("write");
  },
);
