import * as pulumi from "@pulumi/pulumi";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { z } from "zod";
import type { ComponentDefinition } from "../../../provider-kit/component.ts";
import { Session } from "../../../provider-kit/session.ts";
import { exampleProvider } from "../../provider/support/example.ts";

const TOKEN = "example:index:Group";

class Thing extends pulumi.CustomResource {
  constructor(name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super("example:index:Thing", name, props, opts);
  }
}

interface GroupArgs {
  readonly child?: string;
  readonly settings?: Record<string, unknown>;
  readonly tags?: unknown;
  readonly fails?: "on purpose" | "by mistake";
}

/** What a constructor sees around it. */
export const surroundings: Record<string, unknown> = {};

class Group extends pulumi.ComponentResource {
  declare readonly about: pulumi.Output<string>;
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, { child = "child", fails, ...props }: GroupArgs, opts: pulumi.ComponentResourceOptions) {
    super(TOKEN, name, {}, opts);
    if (fails === "on purpose") throw new pulumi.RunError("the tags do not fit");
    if (fails === "by mistake") throw new TypeError("of undefined");
    surroundings[name] = {
      stack: pulumi.getStack(),
      project: pulumi.getProject(),
      organization: pulumi.getOrganization(),
      preview: pulumi.runtime.isDryRun(),
      colour: new pulumi.Config("example").get("colour"),
    };
    const thing = new Thing(child, props, { parent: this });
    Object.assign(this, { about: pulumi.interpolate`about ${thing.id}`, key: pulumi.secret("s3cret") });
  }
}

const group: ComponentDefinition = {
  token: TOKEN,
  description: "A group of things.",
  inputs: z.object({
    child: z.string("must be text").optional().meta({ plain: true }),
    fails: z.string().optional().meta({ plain: true }),
    settings: z.looseObject({}).optional(),
    tags: z.array(z.string("must be text")).optional(),
  }),
  outputs: z.object({ about: z.string(), key: z.string() }),
  load: async () => Group,
};

/** A session of a provider that has the component. */
export function groupSession(engineAddress: string): Session {
  const clock = { now: () => 0, sleep: async () => undefined };
  return new Session(
    { ...exampleProvider(), components: async () => [group] },
    { environment: {}, clock, engineAddress },
  );
}

/** What the engine asks for when a program registers the component. */
export function requestFor(engineAddress: string, name: string, inputs: Record<string, unknown> = {}) {
  const struct = structPb.Struct.fromJavaScript(inputs as Record<string, structPb.JavaScriptValue>);
  return new providerPb.ConstructRequest()
    .setType(TOKEN)
    .setName(name)
    .setInputs(struct)
    .setMonitorendpoint(engineAddress)
    .setProject("project")
    .setStack("stack")
    .setOrganization("acme");
}
