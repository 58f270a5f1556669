import { describe, expect, test } from "@jest/globals";
import { apiBaseUrl } from "../../provider/classic/settings.ts";
import { configSchema } from "../../provider/config.ts";

test("the API is at apiUrl, or else under the host", () => {
  const base = (settings: object) => apiBaseUrl(configSchema.parse(settings));
  expect(base({ host: "Gitpod.Example.com" })).toBe("https://api.gitpod.example.com");
  expect(base({ host: "localhost:3000" })).toBe("http://localhost:3000/public-api");
  expect(base({ host: "gitpod.example.com", apiUrl: "https://x.example/api//" })).toBe("https://x.example/api");
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
