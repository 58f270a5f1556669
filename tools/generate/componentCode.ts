import { posix } from "node:path";
import type { PackageSchema, PropertySpec, ResourceSpec } from "../../provider-kit/packageSchema.ts";
import { comment, fields, HEADER, outputFields, typeOf } from "./typescript.ts";

/** Where the class of each component is. */
const FOLDERS: Readonly<Record<string, string>> = {
  "gitpod:index:AzureDevOpsIntegration": "components/classic",
  "gitpod:index:EntraApplication": "components/entra",
  "gitpod:index:OnaAzureDevOpsIntegration": "components/ona",
};

/** The schema's types that have a TypeScript type of their own. */
const TYPES: Readonly<Record<string, { readonly name: string; readonly file: string }>> = {
  Permission: { name: "PermissionName", file: "components/entra/permissions.ts" },
  ScmIntegrationProblem: { name: "ScmIntegrationProblem", file: "components/gitpod/scmIntegration.ts" },
  RotationSettings: { name: "RotationArgs", file: "components/gitpod/rotation.ts" },
};

/** For each component the inputs and the outputs of its class, with the schema's descriptions; not yet formatted. */
export function componentCode({ resources }: PackageSchema) {
  return Object.entries(resources)
    .filter(([, { isComponent }]) => isComponent)
    .map(([token, spec]) => componentFile(token, spec));
}

function componentFile(token: string, spec: ResourceSpec) {
  const folder = FOLDERS[token];
  const className = token.split(":").at(-1) ?? "";
  if (folder === undefined) throw new Error(`the generator does not know the folder of ${token}`);
  const text = `${HEADER}import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component.ts";
${importsOf(spec, folder)}
/** Inputs of {@link ${className}}. */
export interface ${className}Args {
${fields(spec.inputProperties, spec.requiredInputs, inputType)}}

${comment(spec.description)}export abstract class ${className}Outputs extends Component {
${outputFields(spec.properties, spec.required)}}
`;
  return { path: `${folder}/${className.charAt(0).toLowerCase()}${className.slice(1)}Schema.ts`, text };
}

function importsOf({ inputProperties, properties }: ResourceSpec, folder: string): string {
  const all = [...Object.values(inputProperties), ...Object.values(properties)];
  const used = new Set(all.map((property) => typeOf(property.items ?? property)));
  const imports = Object.entries(TYPES).filter(([type]) => used.has(type));
  return imports
    .map(([, { name, file }]) => ({ name, path: posix.relative(folder, file).replace(/^(?!\.)/, "./") }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ name, path }) => `import type { ${name} } from "${path}";\n`)
    .join("");
}

/** An object stays an object, as its fields are inputs themselves. */
function inputType(type: string, isOptional: boolean, { plain, $ref, items }: PropertySpec): string {
  const named = TYPES[type.replace("[]", "")]?.name;
  return `${nameOf()}${isOptional ? " | undefined" : ""}`;

  function nameOf(): string {
    if (plain) return items === undefined ? type : nonEmptyList(`pulumi.Input<${typeOf(items)}>`);
    if (named === undefined) return `pulumi.Input<${type}>`;
    return $ref === undefined ? `pulumi.Input<readonly ${named}[]>` : named;
  }
}

function nonEmptyList(item: string): string {
  return `readonly [${item}, ...${item}[]]`;
}
