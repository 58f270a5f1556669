import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { COMMANDS, isCommand, linesOf } from "../ops/pipelines/support/agents.ts";
import { step } from "../ops/pipelines/support/github.ts";
import { expectGolden } from "../support/golden.ts";
import { type Command, Person } from "./support/person.ts";

/** With an owner the policy pack reports nothing. */
const OWNER = "44444444-4444-4444-8444-444444444444";
const GOLDEN = fileURLToPath(new URL("golden/pipeline", import.meta.url));

/** The life of a stack in the pipelines. Runs the commands of the workflows themselves. */
describe("preview in the pull request, up on merge", () => {
  let person: Person;

  beforeAll(async () => {
    person = await Person.start({ environment: { PULUMI_STACK: "test" } });
    await person.mustRun("config", "set", "--path", "owners[0]", OWNER);
  });
  afterAll(() => person.close());

  const token = () => ({ GITPOD_TOKEN: person.sandbox.gitpod.token });
  const command = (...where: Parameters<typeof step>) => step(...where).run ?? "";
  const integration = () => person.sandbox.gitpod.integrations.list()[0] as { id: string; clientSecret: string };

  /** Like the step, without a Gitpod token. */
  const preview = () => person.script(command("preview", "preview", "Preview"));
  const plan = (REFRESH = "false") =>
    person.script(command("deploy", "plan", "Preview"), { REFRESH, ...(REFRESH === "true" && token()) });
  const up = (REFRESH = "false") => person.script(command("deploy", "up", "Up"), { ...token(), REFRESH });
  /** The first half of the check. */
  const drift = () => person.script("ops/pipelines/run.sh drift drift", token());
  const check = () => person.script(command("nightly", "check", "Check"), token());

  /** The number of changes: the workflow deploys if there are any. */
  async function counted(): Promise<string> {
    const outputs = "github-output.txt";
    await person.script(`: >${outputs}\n${command("deploy", "plan", "Count the changes")}`, { GITHUB_OUTPUT: outputs });
    return person.file(outputs);
  }

  /** Without the parts that differ from run to run. */
  async function comment(name: string): Promise<string> {
    const text = await person.file(`${name}.md`);
    return text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
      .replace(/localhost:\d+/g, "localhost:<port>")
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "<time>")
      .replace(/(?<=from \$PATH at )\S+\//g, "<path>/");
  }

  async function expectComment(name: string, golden: string): Promise<void> {
    expectGolden(`${GOLDEN}/${golden}.md`, await comment(name));
  }

  const succeeds = ({ code, output }: Command) => expect(code === 0 ? "" : output).toBe("");

  test("the preview of a new stack becomes a comment, and needs no Gitpod token", async () => {
    succeeds(await preview());
    await expectComment("preview", "new");
    expect(person.sandbox.journal.writes()).toEqual([]);
    expect(person.sandbox.journal.entries().filter(({ cloud }) => cloud === "gitpod")).toEqual([]);
  });

  test("a wrong setting fails the preview, and the comment says which", async () => {
    await person.set("secretLifetimeDays", "9999");
    expect((await preview()).code).not.toBe(0);
    await expectComment("preview", "wrongSetting");
    await person.unset("secretLifetimeDays");
  });

  test("a merge is deployed, and then there is nothing left to deploy", async () => {
    succeeds(await plan());
    expect(await counted()).toBe("changes=8\n");
    succeeds(await up());
    expect(await comment("deployment")).toContain("An organization owner must activate the integration");
    succeeds(await plan());
    expect(await counted()).toBe("changes=0\n");
    expect(await comment("plan")).toContain("- Nothing changes.\n");
  });

  test("a manual change is drift, and a deployment with refresh reverts it", async () => {
    succeeds(await drift());
    expect(await comment("drift")).toContain("- Nothing changes.\n");
    person.sandbox.gitpod.integrations.modify(integration().id, { tokenUrl: "https://elsewhere.example.com/token" });
    expect((await drift()).code).not.toBe(0);
    await expectComment("drift", "drift");
    // The plan has to show what the deployment does: without a refresh it would show nothing.
    succeeds(await plan("true"));
    expect(await counted()).toBe("changes=1\n");
    succeeds(await up("true"));
    succeeds(await drift());
  });

  test("text in the app cannot give commands to the agent that runs the check", async () => {
    const [application] = person.sandbox.entra.directory.applications.values();
    if (application !== undefined) application.properties.notes = COMMANDS.join("\n");
    const { code, output } = await drift();
    expect(code).not.toBe(0);
    expect(output).toContain("variable=BASH_ENV");
    expect(linesOf(output).filter(isCommand)).toEqual([]);
    succeeds(await up("true"));
  });

  test("the nightly check fails until an owner has activated the integration", async () => {
    expect(await check()).toMatchObject({ code: 3 });
    expect(await comment("check")).toContain("- Nothing changes.\n");
    expect(await approve(await activationUrl())).toMatchObject({ ok: true });
    succeeds(await up("true"));
    succeeds(await check());
  });

  test("a rotation is previewed, then deployed, and no comment or log holds a secret", async () => {
    const before = integration().clientSecret;
    await person.set("rotationTrigger", "leaked");
    succeeds(await preview());
    await expectComment("preview", "rotation");
    succeeds(await up());
    const after = integration().clientSecret;
    expect(after === before).toBe(false);
    const written = await Promise.all(["preview", "plan", "deployment", "drift"].map(comment));
    for (const secret of [before, after, person.sandbox.gitpod.token]) {
      // Compared as booleans, so that a failure does not print the secret.
      expect({ written: written.join().includes(secret), printed: person.printed().includes(secret) }).toEqual({
        written: false,
        printed: false,
      });
    }
  });

  async function activationUrl(): Promise<string> {
    return (
      (await person.mustRun("stack", "output", "activationUrl")).split("\n").find((line) => line.startsWith("http")) ??
      ""
    );
  }
});
