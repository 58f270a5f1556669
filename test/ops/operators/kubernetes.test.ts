import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { documents } from "./support/files.ts";
import { clusterRoleBinding, externalSecret, kustomization, serviceAccount, stack } from "./support/kubernetes.ts";

const one = (file: string) => documents(`kubernetes/${file}`);
const kinds = kustomization.parse(one("kustomization.yaml")[0]);
const { metadata, spec } = stack.parse(one("stack.yaml")[0]);
const [account, binding] = one("access.yaml");
const tokens = one("token.yaml").map((each) => externalSecret.parse(each));

describe("the manifests for the Pulumi Kubernetes Operator", () => {
  test("have only known fields", () => {
    expect(metadata.name).toMatch(/^[a-z0-9-]{1,50}$/);
    expect(serviceAccount.parse(account).metadata.name).toBe(spec.serviceAccountName);
    expect(one("stack.yaml")).toHaveLength(1);
  });

  test("are all in the kustomization", () => {
    const files = readdirSync(new URL("../../../ops/operators/kubernetes/", import.meta.url));
    expect([...kinds.resources, "kustomization.yaml"].sort()).toEqual(files.sort());
  });

  test("let the workspace's service account verify the operator", () => {
    const { roleRef, subjects } = clusterRoleBinding.parse(binding);
    expect(roleRef.name).toBe("system:auth-delegator");
    expect(subjects).toEqual([{ kind: "ServiceAccount", name: spec.serviceAccountName, namespace: kinds.namespace }]);
  });

  test("sign in by workload identity, without a stored credential", () => {
    const { annotations } = serviceAccount.parse(account).metadata;
    expect(Object.keys(annotations ?? {})).toEqual(["azure.workload.identity/client-id"]);
    const { podTemplate } = spec.workspaceTemplate.spec;
    expect(podTemplate.metadata.labels).toEqual({ "azure.workload.identity/use": "true" });
    expect(spec.envRefs.ARM_USE_AKS_WORKLOAD_IDENTITY).toMatchObject({ literal: { value: "true" } });
    expect(Object.keys(spec.envRefs).filter((name) => /SECRET|PASSWORD|KEY/.test(name))).toEqual([]);
  });

  test("take the token of each platform only from its Secret", () => {
    const secrets = tokens.map(({ spec: { target, data } }) => ({
      type: "Secret",
      secret: { name: target.name, key: data[0]?.secretKey },
    }));
    expect([spec.envRefs.GITPOD_TOKEN, spec.envRefs.ONA_TOKEN]).toEqual(secrets);
    expect(new Set(secrets.map(({ secret }) => secret.name)).size).toBe(2);
  });

  test("pin the image to the project's version of Pulumi, and run it without root", () => {
    const { dependencies } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
    expect(spec.workspaceTemplate.spec.image).toBe(`pulumi/pulumi:${dependencies["@pulumi/pulumi"]}-nonroot`);
    expect(spec.workspaceTemplate.spec.securityProfile).toBe("restricted");
  });

  test("deploy a branch continuously, and never create a stack", () => {
    expect(spec).toMatchObject({ refresh: true, continueResyncOnCommitMatch: true, useLocalStackOnly: true });
  });
});
