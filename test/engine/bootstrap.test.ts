import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import program from "../../ops/bootstrap/index.ts";
import { NAMESPACE } from "../../ops/bootstrap/settingsSchema.ts";
import { MICROSOFT_GRAPH } from "../../sandbox/entra/microsoftApps.ts";
import { changedKinds, Deployment } from "./support/deployment.ts";

const { "Application.Read.All": READ_ALL, "Application.ReadWrite.OwnedBy": OWNED_BY } = MICROSOFT_GRAPH.roles;

describe("the pipelines' identities, on the real engine", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start({
      project: fileURLToPath(new URL("../../ops/bootstrap", import.meta.url)),
      program,
      settings: { [`${NAMESPACE}:githubRepository`]: "acme/gitpod", [`${NAMESPACE}:gitlabProject`]: "acme/gitpod" },
      // Entra needs time to replicate new objects.
      sandbox: { replicationDelay: { graph: 300 } },
    });
  });
  afterAll(() => deployment.close());

  const directory = () => deployment.sandbox.entra.directory;
  const application = (end: string) => {
    const found = [...directory().applications.values()].find(({ properties }) =>
      String(properties.displayName).endsWith(end),
    );
    if (found === undefined) throw new Error(`no app whose name ends with ${end}`);
    return found;
  };
  const subjects = (end: string) => [...application(end).federatedCredentials.values()].map(({ subject }) => subject);

  test("a preview creates nothing", async () => {
    expect(await deployment.preview()).toMatchObject({ failed: false, changes: { create: 14 } });
    expect(directory().applications.size).toBe(0);
  });

  test("up creates two apps without secrets, which trust the right subjects", async () => {
    const up = await deployment.up();
    expect(up).toMatchObject({ failed: false });
    expect([...directory().applications.values()].map(({ passwords }) => passwords.size)).toEqual([0, 0]);
    expect(await deployment.state()).not.toContain("ApplicationPassword");
    const branch = "project_path:acme/gitpod:ref_type:branch:ref:main:environment_protected:true";
    expect(subjects("preview").sort()).toEqual([
      `${branch}:deployment_tier:other`,
      "repo:acme/gitpod:environment:checks",
      "repo:acme/gitpod:environment:preview",
    ]);
    expect(subjects("deployment").sort()).toEqual([
      `${branch}:deployment_tier:production`,
      "repo:acme/gitpod:environment:production",
    ]);
  });

  test("each has one application permission, and the outputs name both apps", async () => {
    const graph = directory().findPrincipal(MICROSOFT_GRAPH.appId);
    const roles = [...(graph?.roleAssignments.values() ?? [])].map(({ appRoleId, principalId }) => [
      appRoleId,
      principalId,
    ]);
    const [preview, deploying] = ["preview", "deployment"].map((end) =>
      directory().findPrincipal(application(end).appId),
    );
    expect(roles.sort()).toEqual(
      [
        [READ_ALL, preview?.id],
        [OWNED_BY, deploying?.id],
      ].sort(),
    );
    const { previewClientId, deploymentClientId, deploymentObjectId, variables } = await deployment.outputs();
    expect(previewClientId?.value).toBe(preview?.appId);
    expect(deploymentClientId?.value).toBe(deploying?.appId);
    expect(deploymentObjectId?.value).toBe(deploying?.id);
    expect(variables?.value.github.production).toEqual({ AZURE_CLIENT_ID: deploying?.appId });
  });

  test("a second up and a refresh change nothing", async () => {
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(changedKinds(await deployment.refresh())).toEqual({});
  });

  test("a subject that was changed by hand is detected and reverted", async () => {
    const [credential] = application("deployment").federatedCredentials.values();
    const subject = credential?.subject;
    if (credential !== undefined) credential.subject = "repo:acme/gitpod:pull_request";
    expect(changedKinds(await deployment.refresh())).toEqual({ update: 1 });
    expect(changedKinds(await deployment.up())).toEqual({ update: 1 });
    expect(credential?.subject).toBe(subject);
  });

  test("another repository updates the same apps in place", async () => {
    const { appId } = application("deployment");
    await deployment.set(`${NAMESPACE}:githubRepository`, "acme@1/gitpod@2");
    expect(changedKinds(await deployment.up())).toEqual({ update: 3 });
    expect(application("deployment").appId).toBe(appId);
    expect(subjects("deployment")).toContain("repo:acme@1/gitpod@2:environment:production");
  });

  test("destroy leaves only Microsoft's own service principals", async () => {
    expect(await deployment.destroy()).toMatchObject({ failed: false });
    expect(directory().applications.size).toBe(0);
    const graph = directory().findPrincipal(MICROSOFT_GRAPH.appId);
    expect(graph?.roleAssignments.size).toBe(0);
    expect(directory().servicePrincipals.size).toBe(2);
  });
});
