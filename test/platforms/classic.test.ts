import { describe, expect, test } from "@jest/globals";
import { activationUrl, CLASSIC, gitpodOrigin } from "../../platforms/classic.ts";

describe("addresses of an installation", () => {
  test("use plain http only on loopback", () => {
    expect(gitpodOrigin("gitpod.example.com")).toBe("https://gitpod.example.com");
    expect(gitpodOrigin("[::1]:3000")).toBe("http://[::1]:3000");
    expect(CLASSIC.redirectUri("gitpod.example.com:8443")).toBe("https://gitpod.example.com:8443/auth/callback");
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
});
