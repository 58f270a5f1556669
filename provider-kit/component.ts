import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import type { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** An input of a component that must be known before the deployment. A plain list may have outputs as items. */
    plain?: boolean;
  }
}

/** A class of component. Its constructor gets the inputs as the program gave them: values, or outputs. */
export type ComponentClass = new (name: string, args: never, opts: ComponentResourceOptions) => ComponentResource;

/** A component that programs in any language can register: the engine asks the plugin to construct it. */
export interface ComponentDefinition<
  InputSchema extends z.ZodObject = z.ZodObject,
  OutputSchema extends z.ZodObject = z.ZodObject,
> {
  /** Type token such as `file:index:Folder`; also the one that its class registers. */
  readonly token: string;
  readonly description: string;
  /** Checks what a program gives. The class gets that unchanged, so a default here only describes the class's own. */
  readonly inputs: InputSchema;
  /** Outputs of the class, by the names of its fields. */
  readonly outputs: OutputSchema;
  /** Loads the class, and with it Pulumi's SDK. Called with the first Construct. */
  load(): Promise<ComponentClass>;
}
