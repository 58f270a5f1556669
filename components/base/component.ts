import * as pulumi from "@pulumi/pulumi";

/** The fields of a component that are outputs. */
type OutputsOf<Component> = {
  [Name in keyof Component as Name extends keyof pulumi.ComponentResource
    ? never
    : Component[Name] extends pulumi.OutputInstance<unknown>
      ? Name
      : never]: Component[Name];
};

/** A component whose fields of type `pulumi.Output` are its outputs. Subclasses `declare` them and set them once. */
export abstract class Component extends pulumi.ComponentResource {
  /** @param formerType type of the same component in older states, for which nothing changes */
  constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions | undefined, formerType?: string) {
    super(
      type,
      name,
      {},
      formerType === undefined ? opts : pulumi.mergeOptions(opts, { aliases: [{ type: formerType }] }),
    );
  }

  /** Sets every output of the component, and registers them with the engine. */
  protected setOutputs<Self extends Component>(outputs: OutputsOf<Self>): void {
    Object.assign(this, outputs);
    this.registerOutputs(outputs);
  }
}
