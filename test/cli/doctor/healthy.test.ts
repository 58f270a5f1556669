import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CHECKS } from "../../../cli/doctor/checks.ts";
import { Patient, state } from "./support/patient.ts";

let patient: Patient;
beforeAll(async () => {
  patient = await Patient.start();
});
afterAll(() => patient.close());

const outcomes = (results: readonly { name: string; outcome: string }[], wanted: string) =>
  results.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);

test("where everything is right, all is good but what nobody can see", async () => {
  const { sandbox } = patient;
  const { directory, deployer } = sandbox.entra;
  const app = directory.addApplication({ displayName: "Gitpod" }, [deployer.objectId]);
  const resources = [
    {
      urn: "urn:pulumi:prod::p::azuread:index/application:Application::app",
      type: "azuread:index/application:Application",
      id: `/applications/${app.id}`,
    },
    {
      urn: "urn:pulumi:prod::p::gitpod:index:AuthProvider::integration",
      type: "gitpod:index:AuthProvider",
      id: "id",
      outputs: { activationUrl: `${sandbox.gitpod.origin}/api/authorize` },
    },
  ];
  const history = JSON.stringify([{ kind: "update", result: "succeeded", startTime: "2026-01-01T00:00:00Z" }]);
  const results = await patient.diagnose({
    env: { https_proxy: "http://localhost:3128", no_proxy: "127.0.0.1" },
    project: { nodeArguments: "" },
    pulumi: { state: async () => state(resources), history: async () => history },
  });
  expect(results.filter(({ outcome }) => outcome === "bad")).toEqual([]);
  expect(outcomes(results, "unknown")).toEqual(["oauth-policy"]);
  const silent = CHECKS.map(({ name }) => name).filter((name) => !results.some((result) => result.name === name));
  expect(silent).toEqual(["plugin-azure-native", "admin-consent", "ona-token", "ona-runners"]);
});

test("no message holds a secret", async () => {
  const { gitpod } = patient.sandbox;
  const secret = "client-secret-canary";
  const token = "gitpod_pat_canary";
  const results = await patient.diagnose({ env: { ARM_CLIENT_SECRET: secret }, secrets: { "gitpod:token": token } });
  expect(outcomes(results, "bad")).toEqual(["sign-in", "classic-token"]);
  const text = JSON.stringify(results);
  expect([secret, token, gitpod.token].filter((each) => text.includes(each))).toEqual([]);
});

test("with --offline no cloud is called", async () => {
  const before = patient.sandbox.journal.entries().length;
  const results = await patient.diagnose({ offline: true, settings: { "azuread:metadataHost": "nowhere.invalid" } });
  expect(patient.sandbox.journal.entries()).toHaveLength(before);
  expect(results.filter(({ message }) => message.includes("--offline")).map(({ name }) => name)).toEqual(
    CHECKS.filter(({ online }) => online).map(({ name }) => name),
  );
});

test("an error that no check expects costs one line, and says so", async () => {
  const history = () => Promise.reject(new TypeError("a mistake of doctor's \u001b[2J"));
  const results = await patient.diagnose({ pulumi: { history } });
  const unseen = results.filter(({ outcome, name }) => outcome === "unknown" && name !== "oauth-policy");
  expect(unseen.map(({ name, message }) => [name, message])).toEqual([
    ["last-update", "This check failed: a mistake of doctor's \\u{1b}[2J."],
  ]);
});
