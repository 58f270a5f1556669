import type { FunctionSpec, ObjectSpec, PackageSchema } from "../../provider-kit/packageSchema.ts";
import { comment, fields, HEADER, typeToken } from "./typescript.ts";

/** A file with a function of the plugin, in its plain form and in the one for outputs of resources. */
export function functionFile(token: string, { description, inputs, outputs }: FunctionSpec, { types }: PackageSchema) {
  const name = token.split(":")[2] ?? token;
  const [args, result] = [typeName(name, "Args"), typeName(name, "Result")];
  const named = namedTypes(outputs, types);
  const isEmptyAllowed = inputs === undefined || inputs.required.length === 0;
  const parameter = (type: string) => (inputs === undefined ? "" : `args: ${type}${isEmptyAllowed ? " = {}" : ""}, `);
  const given = inputs === undefined ? "{}" : "{ ...args }";
  const text = `${HEADER}import * as pulumi from "@pulumi/pulumi";
import { released } from "./released.ts";
${inputs === undefined ? "" : `import type { WithInputs } from "./withInputs.ts";\n`}
${interfacesOf(named, types)}
${inputs === undefined ? "" : `/** Inputs of {@link ${name}}. */\n${interfaceOf(args, inputs)}`}
/** What {@link ${name}} returns. */
${interfaceOf(result, outputs)}
${comment(description)}export function ${name}(${parameter(args)}opts?: pulumi.InvokeOptions): Promise<${result}> {
return pulumi.runtime.invoke(${JSON.stringify(token)}, ${given}, released(opts));
}

/** The same as {@link ${name}}, as an output${inputs === undefined ? "" : " and of outputs"}. */
export function ${name}Output(${parameter(`WithInputs<${args}>`)}opts?: pulumi.InvokeOutputOptions): pulumi.Output<${result}> {
return pulumi.runtime.invokeOutput(${JSON.stringify(token)}, ${given}, released(opts));
}
`;
  const interfaces = [...named.map((type) => type.split(":").at(-1) ?? type), ...(inputs ? [args] : []), result];
  return { name: `${name}.ts`, exports: [name, `${name}Output`, ...interfaces.map((each) => `type ${each}`)], text };
}

function interfaceOf(name: string, { properties = {}, required = [] }: Partial<ObjectSpec>): string {
  return `export interface ${name} {\n${fields(properties, required)}}\n`;
}

/** Interfaces of named types. */
export function interfacesOf(named: readonly string[], types: PackageSchema["types"]): string {
  return named
    .map(
      (type) =>
        `${comment(types[type]?.description ?? "")}${interfaceOf(type.split(":").at(-1) ?? type, types[type] ?? {})}`,
    )
    .join("\n");
}

/** Tokens of the named types in a result, directly or as the items of a list. */
export function namedTypes({ properties }: Pick<ObjectSpec, "properties">, types: PackageSchema["types"]): string[] {
  const tokens = Object.values(properties).map(({ $ref, items }) => typeToken($ref ?? items?.$ref));
  return [...new Set(tokens.filter((token) => token !== undefined && token in types))] as string[];
}

function typeName(name: string, suffix: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${suffix}`;
}
