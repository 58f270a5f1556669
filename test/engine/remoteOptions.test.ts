import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "../../components/gitpod/provider.ts";
import { Rotation } from "../../components/gitpod/rotation.ts";
import { changedKinds, Deployment } from "./support/deployment.ts";
import { comparableState, register, requiredArgs, type Where } from "./support/remote.ts";

interface StateResource {
  readonly urn: string;
  readonly provider?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deletedWith?: string;
}

describe("the options of a component that the plugin constructs", () => {
  let deployment: Deployment;
  let where: Where = "remote";
  let name = "first";
  let formerNames: pulumi.Alias[] = [];
  const created: string[] = [];
  beforeAll(async () => {
    deployment = await Deployment.start({ program });
  });
  afterAll(() => deployment.close());

  async function program() {
    const { gitpod } = deployment.sandbox;
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const earlier = new Rotation("earlier");
    const provider = new Provider("own", { host: gitpod.host, apiUrl: gitpod.apiUrl, token: gitpod.token });
    const hook = new pulumi.ResourceHook("created", async ({ urn }) => void created.push(urn));
    register(where, name, requiredArgs(deployment.sandbox), {
      parent,
      provider,
      protect: true,
      dependsOn: [earlier],
      retainOnDelete: true,
      deletedWith: earlier,
      aliases: formerNames,
      hooks: { afterCreate: [hook] },
    });
  }

  async function resource(type: string): Promise<StateResource> {
    const { resources } = JSON.parse(await deployment.state()).deployment as { resources: StateResource[] };
    const found = resources.find(({ urn }) => urn.split("::")[2]?.split("$").at(-1) === type);
    if (found === undefined) throw new Error(`the state holds no ${type}`);
    return found;
  }

  test("reach the component and its children as in the program's own process", async () => {
    const run = await deployment.up();
    expect({ failed: run.failed, output: run.output }).toMatchObject({ failed: false });
    const component = await resource("gitpod:index:AzureDevOpsIntegration");
    const [earlier, parent] = [await resource("gitpod:index:Rotation"), await resource("test:index:Parent")];
    expect(component).toMatchObject({
      parent: parent.urn,
      dependencies: [earlier.urn],
      protect: true,
      retainOnDelete: true,
      deletedWith: earlier.urn,
    });
    expect(created).toEqual([component.urn]);
    for (const type of ["gitpod:index:AuthProvider", "azuread:index/application:Application"]) {
      expect(await resource(type)).toMatchObject({ protect: true, retainOnDelete: true });
    }
    expect((await resource("gitpod:index:AuthProvider")).provider).toContain("pulumi:providers:gitpod::own::");
  });

  test("show no change when the program registers it itself", async () => {
    const remote = await comparableState(deployment);
    where = "inProcess";
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(await comparableState(deployment)).toEqual(remote);
  });

  test("give it another name by an alias", async () => {
    [where, name, formerNames] = ["remote", "second", [{ name: "first" }]];
    expect(changedKinds(await deployment.preview())).toEqual({});
  });
});
