import type { ResourceShape } from "../../components/gitpod/pluginResource.ts";
import type { PackageSchema, ResourceSpec } from "../../provider-kit/packageSchema.ts";
import { functionFile, interfacesOf, namedTypes } from "./functions.ts";
import { comment, fields, HEADER, outputFields } from "./typescript.ts";

const PROVIDER = `A Gitpod installation other than the one that the stack's \`gitpod:*\` settings name. Resources and components take it
in the options \`provider\` and \`providers\`.`;

/** Files with one class for each resource of the plugin, its functions, its provider, and all exports; not yet formatted. */
export function pluginCode(schema: PackageSchema) {
  const resources = Object.entries(schema.resources).filter(([, { isComponent }]) => !isComponent);
  const files = [
    classFile(schema.name, "Provider", { ...schema.provider, description: PROVIDER, properties: {} }, schema),
    ...resources.map(([token, spec]) => classFile(token, token.split(":")[2] ?? token, spec, schema)),
    ...Object.entries(schema.functions).map(([token, spec]) => functionFile(token, spec, schema)),
  ].sort((a, b) => a.name.localeCompare(b.name));
  const exports = files.map(({ name, exports }) => `export { ${exports.join(", ")} } from "./${name}";`);
  return [...files, { name: "index.ts", text: `${HEADER}${exports.join("\n")}\n` }];
}

function classFile(token: string, className: string, spec: ResourceSpec, { types }: PackageSchema) {
  const named = namedTypes(spec, types);
  const isProvider = className === "Provider";
  const base = isProvider ? "PluginProvider" : "PluginResource";
  const options = isProvider ? "pulumi.ResourceOptions" : "pulumi.CustomResourceOptions";
  const isEmptyAllowed = spec.requiredInputs.length === 0;
  const text = `${HEADER}import type * as pulumi from "@pulumi/pulumi";
import { ${isProvider ? "" : "isOfType, "}${base}, type ResourceShape } from "./pluginResource.ts";

const SHAPE: ResourceShape = ${JSON.stringify(shapeOf(token, spec))};

/** Inputs of {@link ${className}}. */
export interface ${className}Args {
${argsOf(spec)}}

${interfacesOf(named, types)}
${comment(spec.description)}export class ${className} extends ${base} {
${outputsOf(spec, className)}
constructor(name: string, args: ${className}Args${isEmptyAllowed ? " = {}" : ""}, opts?: ${options}) {
super(SHAPE, name, args, opts);
}
${isProvider ? "" : lookups(className)}}
`;
  const name = `${className.charAt(0).toLowerCase()}${className.slice(1)}.ts`;
  const typeNames = named.map((type) => `type ${type.split(":").at(-1)}`);
  return { name, exports: [className, `type ${className}Args`, ...typeNames], text };
}

function shapeOf(token: string, { inputProperties, properties }: ResourceSpec): ResourceShape {
  const inputs = Object.keys(inputProperties);
  return {
    token,
    inputs,
    outputs: Object.keys(properties).filter((name) => !inputs.includes(name)),
    secrets: inputs.filter((name) => inputProperties[name]?.secret),
  };
}

function argsOf({ inputProperties, requiredInputs }: ResourceSpec): string {
  return fields(
    inputProperties,
    requiredInputs,
    (type, isOptional) => `pulumi.Input<${type}${isOptional ? " | undefined" : ""}>`,
  );
}

function outputsOf({ properties, inputProperties, required }: ResourceSpec, className: string): string {
  const described = Object.entries(properties).map(([name, property]) => {
    const isInput = Object.hasOwn(inputProperties, name);
    return [name, isInput ? { ...property, description: `See {@link ${className}Args.${name}}.` } : property] as const;
  });
  return outputFields(Object.fromEntries(described), required);
}

function lookups(className: string): string {
  return `
/** The existing resource with this id, read by the plugin and not managed by the program. */
static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ${className} {
return new ${className}(name, {} as ${className}Args, { ...opts, id });
}

/** Whether a value is of this class, even if it comes from another copy of this module. */
static override isInstance(value: unknown): value is ${className} {
return isOfType(SHAPE, value);
}
`;
}
