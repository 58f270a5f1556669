import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { PulumiFailure } from "../../../cli/pulumi/workspace.ts";
import { Patient } from "./support/patient.ts";

let patient: Patient;
beforeAll(async () => {
  patient = await Patient.start();
});
afterAll(() => patient.close());

test.each([
  ["postgres://sam:canary@db.example.com/pulumi?sslkey=canary", "postgres://db.example.com/pulumi"],
  ["postgres://sam:canary@with@more@db.example.com/pulumi", "postgres://db.example.com/pulumi"],
  ["s3://states/gitpod?region=eu&awssdk=v2", "s3://states/gitpod"],
  ["file:///home/sam@acme/state", "file:///home/sam@acme/state"],
])("the backend %s is shown without what may be secret", async (url, shown) => {
  const results = await patient.diagnose({ pulumi: { backend: async () => ({ user: "sam", url }) } });
  expect(results.filter(({ name }) => name === "backend")).toMatchObject([
    { message: `Logged in to ${shown} as sam, which answers.` },
  ]);
});

test("a backend's password is hidden in what the CLI says of it", async () => {
  const PULUMI_BACKEND_URL = "postgres://sam:canary%21@db.example.com/pulumi";
  const stacks = () => Promise.reject(new PulumiFailure(`cannot connect to ${PULUMI_BACKEND_URL}: canary! is wrong`));
  const results = await patient.diagnose({ env: { PULUMI_BACKEND_URL }, pulumi: { stacks } });
  expect(JSON.stringify(results)).not.toContain("canary");
});
