import type * as pulumi from "@pulumi/pulumi";

/** The arguments of a function, each a value or an output. */
export type WithInputs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };
