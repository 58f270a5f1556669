import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { findSituation } from "../../sandbox/play/situations.ts";
import { Person } from "./support/person.ts";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  await person.mustRun("up", "--yes", "--skip-preview");
  await activate();
});
afterAll(() => person?.close());

async function activate(): Promise<void> {
  const link = (await person.mustRun("stack", "output", "activationUrl")).trim();
  expect(await approve(link)).toMatchObject({ ok: true });
}

function play(name: string) {
  const situation = findSituation(name);
  if (typeof situation === "string") throw new Error(situation);
  situation.play(person.sandbox);
  return situation;
}

const up = (...flags: string[]) => person.mustRun("up", "--yes", "--skip-preview", ...flags);
const renew = async (trigger: string) => {
  await person.set("gitpod-azure-devops:rotationTrigger", trigger);
  return person.pulumi("up", "--yes", "--skip-preview");
};

test("secret-ended: status needs a person, and a renewal repairs it", async () => {
  play("secret-ended");
  const { output } = await person.script("node cli/main.ts status --stack test");
  expect(output).toContain("Entra refuses the client secret that Gitpod Classic has");
  expect(await renew("ended")).toMatchObject({ code: 0 });
  await activate();
});

test("throttled: the resource's status shows the wait, and the run goes on", async () => {
  play("throttled");
  expect(await person.mustRun("refresh", "--yes", "--skip-preview")).toContain("waiting 2 s: the API's rate limit");
});

test("member-token: a renewal is refused, and works when the role is back", async () => {
  const { lasting } = play("member-token");
  const { code, output } = await renew("member");
  expect(code).not.toBe(0);
  expect(output).toContain("only an owner may manage integrations");
  lasting?.end(person.sandbox);
  await up();
  await activate();
});

test("deleted-in-portal-app and other-app: a refresh brings the stack's app back", async () => {
  play("other-app");
  play("deleted-in-portal-app");
  await up("--refresh");
  await activate();
});
