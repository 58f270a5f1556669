import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

let person: Person;
const apps = () => person.sandbox.entra.directory.applications.size;

beforeAll(async () => {
  person = await Person.start();
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
});
afterAll(() => person.close());

test("a deployment signs in to Entra with the token of a CI system, and with no forged one", async () => {
  const environment = person.sandbox.workloadEnvironment();
  person.environment({ ...environment, ARM_OIDC_TOKEN: "e30.e30.AAAA" });
  expect(await person.pulumi("up", "--yes", "--skip-preview")).not.toMatchObject({ code: 0 });
  expect(apps()).toBe(0);
  person.environment(environment);
  await person.mustRun("up", "--yes", "--skip-preview");
  expect(apps()).toBe(1);
  await person.mustRun("destroy", "--yes", "--skip-preview");
  expect(apps()).toBe(0);
});
