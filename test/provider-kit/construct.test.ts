import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import aliasPb from "@pulumi/pulumi/proto/alias_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { construct } from "../../provider-kit/construct.ts";
import { toServiceError } from "../../provider-kit/failure.ts";
import { Redactor } from "../../provider-kit/redact.ts";
import type { Session } from "../../provider-kit/session.ts";
import { FakeEngine, urnOf } from "./support/fakeEngine.ts";
import { groupSession, requestFor, surroundings } from "./support/group.ts";

const [SIGNATURE, SECRET, OUTPUT] = [
  "4dabf18193072939515e22adb298388d",
  "1b47061264138c4ac30d75fd1eb44270",
  "d0e6a833031e9bbcd3f4e8bde6ca49a4",
];
const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });
const output = (fields: object) => ({ [SIGNATURE]: OUTPUT, ...fields });

let engine: FakeEngine;
let session: Session;
beforeAll(async () => {
  engine = await FakeEngine.start();
  session = groupSession(engine.address);
});
afterAll(() => engine.close());
beforeEach(() => {
  engine.registered.length = 0;
});

const request = (name: string, inputs?: Record<string, unknown>) => requestFor(engine.address, name, inputs);

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => toServiceError(error, "Construct", new Redactor()).details,
  );

test("the program gets the component's URN, and its outputs with their secrets and dependencies", async () => {
  const response = await construct(session, request("one"));
  expect(response.getUrn()).toBe(urnOf("one"));
  expect(response.getState()?.toJavaScript()).toEqual({ about: "about id", key: secret("s3cret") });
  expect(response.getStatedependenciesMap().get("about")?.getUrnsList()).toEqual([urnOf("child")]);
});

test("two at once each have their own stack, settings and mode", async () => {
  const other = request("right", { child: "rightChild" }).setStack("other").setProject("elsewhere").setDryrun(true);
  other.getConfigMap().set("example:colour", "red");
  other.setOrganization("else");
  await Promise.all([construct(session, request("left", { child: "leftChild" })), construct(session, other)]);
  expect(surroundings).toMatchObject({
    left: { stack: "stack", project: "project", organization: "acme", preview: false, colour: undefined },
    right: { stack: "other", project: "elsewhere", organization: "else", preview: true, colour: "red" },
  });
});

test("the program's options reach the registration of the component", async () => {
  const alias = new aliasPb.Alias().setSpec(new aliasPb.Alias.Spec().setName("former").setNoparent(true));
  const given = request("one")
    .setParent(urnOf("parent"))
    .setProtect(true)
    .setRetainondelete(true)
    .setDependenciesList([urnOf("earlier"), urnOf("source")])
    .setReplaceWithList([urnOf("twin")])
    .setReplacementTrigger(structPb.Value.fromJavaScript("now"))
    .setDeletedwith(urnOf("parent"))
    .setIgnorechangesList(["tags"])
    .setReplaceonchangesList(["child"])
    .setAdditionalsecretoutputsList(["about"])
    .setCustomtimeouts(new providerPb.ConstructRequest.CustomTimeouts().setCreate("5m"))
    .setAliasesList([alias, new aliasPb.Alias().setUrn(urnOf("even-earlier"))])
    .setResourceHooks(new providerPb.ConstructRequest.ResourceHooksBinding().setAfterCreateList(["told"]));
  given.getProvidersMap().set("example", "urn:pulumi:stack::project::pulumi:providers:example::own::id");
  const ofInput = new providerPb.ConstructRequest.PropertyDependencies().setUrnsList([urnOf("source")]);
  given.getInputdependenciesMap().set("tags", ofInput);
  const response = await construct(session, given);
  const component = engine.find("one").toObject();
  expect(component).toMatchObject({
    parent: urnOf("parent"),
    protect: true,
    retainondelete: true,
    dependenciesList: [urnOf("earlier"), urnOf("twin")],
    replaceWithList: [urnOf("twin")],
    replacementTrigger: { stringValue: "now" },
    deletedwith: urnOf("parent"),
    ignorechangesList: ["tags"],
    replaceonchangesList: ["child"],
    additionalsecretoutputsList: ["about"],
    customtimeouts: { create: "5m" },
    hooks: { afterCreateList: ["told"] },
    aliasesList: [{ spec: { name: "former", noparent: true } }, { urn: urnOf("even-earlier") }],
  });
  expect(engine.find("child").getProvider()).toContain("pulumi:providers:example::own::id");
  expect(response.getState()?.toJavaScript()).toMatchObject({ about: secret("about id") });
});

describe("inputs", () => {
  test("stay as they are: plain beside secret, and each with the resources that it depends on", async () => {
    const given = request("one", {
      settings: { days: 3, trigger: secret("now"), from: output({ value: "x", dependencies: [urnOf("source")] }) },
      tags: ["a", "b"],
    });
    const ofTags = new providerPb.ConstructRequest.PropertyDependencies().setUrnsList([urnOf("other")]);
    given.getInputdependenciesMap().set("tags", ofTags).set("settings", ofTags);
    await construct(session, given);
    const thing = engine.find("child");
    expect(thing.getObject()?.toJavaScript()).toEqual({
      settings: { days: 3, trigger: secret("now"), from: "x" },
      tags: ["a", "b"],
    });
    const dependencies = thing.getPropertydependenciesMap();
    expect(dependencies.get("settings")?.getUrnsList()).toEqual([urnOf("source")]);
    expect(dependencies.get("tags")?.getUrnsList()).toEqual([urnOf("other")]);
  });

  test("that a preview does not know are unknown to the component", async () => {
    const given = request("one", { tags: output({ secret: true, dependencies: [urnOf("source")] }) }).setDryrun(true);
    await construct(session, given);
    expect(engine.find("child").getObject()?.toJavaScript()).toEqual({
      tags: secret("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
    });
  });

  test("that must be known are refused otherwise", async () => {
    await expect(construct(session, request("one", { child: output({}) }).setDryrun(true))).rejects.toMatchObject({
      problems: [{ path: ["child"], reason: expect.stringContaining("must be known before the deployment") }],
    });
    expect(engine.registered).toEqual([]);
  });
});

describe("a failure", () => {
  test("that the component explains has its message alone", async () => {
    expect(await failureOf(construct(session, request("one", { fails: "on purpose" })))).toBe("the tags do not fit");
  });

  test("that nobody expected is reported as a bug", async () => {
    const text = await failureOf(construct(session, request("one", { fails: "by mistake" })));
    expect(text).toBe("unexpected failure in Construct, please report it: TypeError: of undefined");
  });

  test("of a child fails its own component only, and the plugin goes on", async () => {
    // A process of its own, because Jest would take the rejection that nobody handles.
    const script = fileURLToPath(new URL("support/failingChild.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", script]);
    expect(JSON.parse(stdout)).toEqual({
      refused: expect.stringMatching(
        /^(error serializing .*: )?failed to register new resource refused .*it is refused$/,
      ),
      other: urnOf("two"),
      later: urnOf("three"),
    });
  });

  test("names a component that does not exist", async () => {
    const text = await failureOf(construct(session, request("one").setType("example:index:Grop")));
    expect(text).toBe("the example provider has no component example:index:Grop");
  });
});
