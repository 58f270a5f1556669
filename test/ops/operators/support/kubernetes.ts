import { z } from "zod";

/**
 * The parts of the resources' schemas that the manifests use. Stack is as in the Pulumi Kubernetes Operator 2.9:
 * https://github.com/pulumi/pulumi-kubernetes-operator/blob/v2.9.0/docs/stacks.md. The schemas are strict, because Kubernetes
 * silently drops unknown fields.
 */
const name = z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
const metadata = z.strictObject({
  name: z.string().min(1),
  annotations: z.record(z.string(), z.string()).optional(),
});

const literal = z.strictObject({ type: z.literal("Literal"), literal: z.strictObject({ value: z.string() }) });
const secret = z.strictObject({ type: z.literal("Secret"), secret: z.strictObject({ name, key: z.string() }) });
const quantity = z.string().regex(/^\d+(m|Ki|Mi|Gi)?$/);
const amounts = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });

const workspace = z.strictObject({
  image: z.string(),
  securityProfile: z.enum(["baseline", "restricted"]),
  resources: z.strictObject({ requests: amounts, limits: amounts }),
  podTemplate: z.strictObject({
    metadata: z.strictObject({ labels: z.record(z.string(), z.string()) }),
    spec: z.strictObject({
      terminationGracePeriodSeconds: z.int(),
      containers: z.array(z.strictObject({ name })).min(1),
    }),
  }),
});

export const stack = z.strictObject({
  apiVersion: z.literal("pulumi.com/v1"),
  kind: z.literal("Stack"),
  metadata,
  spec: z.strictObject({
    serviceAccountName: name,
    projectRepo: z.url(),
    branch: z.string().startsWith("refs/heads/"),
    shallow: z.boolean(),
    stack: z.string().min(1),
    useLocalStackOnly: z.boolean(),
    backend: z.string().regex(/^[a-z]+:\/\//),
    secretsProvider: z.string().regex(/^[a-z]+:\/\//),
    refresh: z.boolean(),
    continueResyncOnCommitMatch: z.boolean(),
    // The operator raises smaller values to a minute.
    resyncFrequencySeconds: z.int().min(60),
    retryMaxBackoffDurationSeconds: z.int(),
    envRefs: z.record(z.string().regex(/^[A-Z_]+$/), z.discriminatedUnion("type", [literal, secret])),
    workspaceTemplate: z.strictObject({ spec: workspace }),
  }),
});

export const serviceAccount = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("ServiceAccount"),
  metadata,
});

export const clusterRoleBinding = z.strictObject({
  apiVersion: z.literal("rbac.authorization.k8s.io/v1"),
  kind: z.literal("ClusterRoleBinding"),
  metadata,
  roleRef: z.strictObject({
    apiGroup: z.literal("rbac.authorization.k8s.io"),
    kind: z.literal("ClusterRole"),
    name: z.string(),
  }),
  subjects: z.array(z.strictObject({ kind: z.literal("ServiceAccount"), name, namespace: name })),
});

/** https://external-secrets.io/latest/api/externalsecret/ */
export const externalSecret = z.strictObject({
  apiVersion: z.literal("external-secrets.io/v1"),
  kind: z.literal("ExternalSecret"),
  metadata,
  spec: z.strictObject({
    refreshInterval: z.string().regex(/^\d+[smh]$/),
    secretStoreRef: z.strictObject({ kind: z.enum(["SecretStore", "ClusterSecretStore"]), name }),
    target: z.strictObject({ name }),
    data: z.array(z.strictObject({ secretKey: z.string(), remoteRef: z.strictObject({ key: z.string() }) })),
  }),
});

export const kustomization = z.strictObject({
  apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
  kind: z.literal("Kustomization"),
  namespace: name,
  resources: z.array(z.string()),
});
