import { describe, expect, test } from "@jest/globals";
import { azureDevOpsHostProblem } from "../../platforms/azureDevOpsHost.ts";
import { problemMessage } from "../../provider-kit/problem.ts";
import { parseSettings, type SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

/** What people mistake for the host of Azure DevOps. */
const MISTAKEN_FOR_THE_HOST = [
  "acme.visualstudio.com",
  "https://acme.visualstudio.com/DefaultCollection",
  "ssh.dev.azure.com",
  "vs-ssh.visualstudio.com",
  "git@ssh.dev.azure.com:v3/acme/project/repository",
  "acme@vs-ssh.visualstudio.com:v3/acme/project/repository",
  "dev.azure.com/acme",
  "https://dev.azure.com/acme/project/_git/repository",
  "https://acme@dev.azure.com/acme/project/_git/repository",
  "acme.dev.azure.com",
  "dev.azure.com:443",
  "dev.azure.com.",
  "pkgs.dev.azure.com",
  "app.vssps.visualstudio.com",
  "visualstudio.com",
  "azure.com",
  "portal.azure.com",
  "login.microsoftonline.com",
  "dev.azure.con",
  "dev-azure.com",
];

const message = (host: string) => {
  const problem = azureDevOpsHostProblem(host);
  return problem && problemMessage(problem);
};

describe("the host of Azure DevOps", () => {
  test.each(MISTAKEN_FOR_THE_HOST)("%s is refused, and dev.azure.com suggested", (host) => {
    expect(message(host)).toMatch(/(write|did you mean) dev\.azure\.com\??$/);
  });

  test.each(MISTAKEN_FOR_THE_HOST)("%s in the stack's settings is fixed by one command", (host) => {
    const key = `${NAMESPACE}:providerHost`;
    const tenant = "22222222-2222-4222-8222-222222222222";
    const config = {
      "gitpod:host": "gitpod.example.com",
      "azuread:tenantId": tenant,
      [`${NAMESPACE}:organizationId`]: tenant,
    };
    let error: unknown;
    try {
      parseSettings({ ...config, [key]: host }, {});
    } catch (thrown) {
      error = thrown;
    }
    expect((error as SettingsError).problems).toEqual([
      { key, message: expect.any(String), fix: `pulumi config set ${key} dev.azure.com` },
    ]);
  });

  test.each(["github.com", "gitlab.com", "bitbucket.org"])("%s belongs to another service", (host) => {
    expect(message(host)).toContain("must be a host of Azure DevOps");
  });

  test.each(["dev.azure.com", "Dev.Azure.com", "devops.example.com", "tfs.acme.example:8443", "dev.azure.cn"])(
    "%s is accepted",
    (host) => {
      expect(message(host)).toBeUndefined();
    },
  );
});
