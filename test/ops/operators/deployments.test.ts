import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import { documents } from "./support/files.ts";

const VERSION = "1.3.0";
const cron = z.string().regex(/^(\S+ ){4}\S+$/);
const options = z.strictObject({ version: z.literal(VERSION), dependsOn: z.array(z.string()).optional() });
const target = { organization: z.string(), project: z.string(), stack: z.string() };

/** The parts of the resources in Pulumi's pulumiservice package, version 1.3.0, that the programs use. */
const resource = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("pulumiservice:DeploymentSettings"),
    properties: z.strictObject({
      ...target,
      sourceContext: z.strictObject({ git: z.strictObject({ repoUrl: z.string(), branch: z.string() }) }),
      operationContext: z.strictObject({
        environmentVariables: z.record(z.string(), z.string()),
        oidc: z.strictObject({
          azure: z.strictObject({ clientId: z.string(), tenantId: z.string(), subscriptionId: z.string() }),
        }),
        options: z.strictObject({ skipIntermediateDeployments: z.boolean() }),
      }),
    }),
    options,
  }),
  z.strictObject({
    type: z.literal("pulumiservice:DriftSchedule"),
    properties: z.strictObject({ ...target, scheduleCron: cron, autoRemediate: z.boolean() }),
    options,
  }),
  z.strictObject({
    type: z.literal("pulumiservice:DeploymentSchedule"),
    properties: z.strictObject({
      ...target,
      scheduleCron: cron,
      pulumiOperation: z.enum(["update", "preview", "refresh", "destroy"]),
    }),
    options,
  }),
  z.strictObject({
    type: z.literal("pulumiservice:TtlSchedule"),
    properties: z.strictObject({ ...target, timestamp: z.string(), deleteAfterDestroy: z.boolean() }),
    options,
  }),
]);

const program = z.strictObject({
  name: z.string(),
  description: z.string(),
  runtime: z.literal("yaml"),
  config: z.record(
    z.string(),
    z.strictObject({ type: z.literal("string"), default: z.string().optional(), secret: z.literal(true).optional() }),
  ),
  variables: z.record(z.string(), z.string()).optional(),
  resources: z.record(z.string(), resource),
});

describe.each(["deployments/Pulumi.yaml", "deployments/trial/Pulumi.yaml"])("%s", (file) => {
  const [document] = documents(file);
  const { config, variables = {}, resources } = program.parse(document);
  const text = JSON.stringify(resources);

  test("declares exactly the names that it uses", () => {
    const used = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    const declared = [...Object.keys(config), ...Object.keys(variables)];
    for (const name of used) expect([...declared, ...Object.keys(resources)]).toContain(name);
    for (const name of declared) expect([...used]).toContain(name);
  });

  test("refers to a stack of this project", () => {
    for (const { properties } of Object.values(resources)) {
      const project = variables[/^\$\{(\w+)\}$/.exec(properties.project)?.[1] ?? ""] ?? properties.project;
      expect(project).toBe(NAMESPACE);
    }
  });

  test("keeps tokens secret", () => {
    for (const [name, { secret }] of Object.entries(config)) {
      expect({ name, secret: secret === true }).toEqual({ name, secret: /token/i.test(name) });
    }
  });
});

test("the drift schedule reports drift but does not revert it", () => {
  const { resources } = program.parse(documents("deployments/Pulumi.yaml")[0]);
  expect(resources.drift).toMatchObject({ properties: { autoRemediate: false } });
  expect(resources.renewal).toMatchObject({ properties: { pulumiOperation: "update" } });
});
