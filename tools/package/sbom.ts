import { writeFile } from "node:fs/promises";
import { NODE, NPM, run } from "./places.ts";

interface Component {
  readonly "bom-ref": string;
  readonly [other: string]: unknown;
}

interface Sbom {
  readonly metadata: { readonly component: Component; readonly [other: string]: unknown };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [other: string]: unknown;
}

/**
 * Writes what the executable is made of as a CycloneDX file: Node, and the npm packages in the bundle. Not what
 * `--omit dev` leaves, because npm then leaves out what a development dependency needs too.
 */
export async function writeSbom(name: string, packages: ReadonlySet<string>, file: string): Promise<void> {
  const sbom: Sbom = JSON.parse(await run(NPM, ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]));
  const version = (await run(NODE, ["--version"])).trim().slice(1);
  await writeFile(file, `${JSON.stringify(reduced(sbom, name, packages, version), null, 2)}\n`);
}

/** npm calls the project by its folder, and gives each file a number and a date of its own. */
function reduced(sbom: Sbom, name: string, packages: ReadonlySet<string>, node: string) {
  const { serialNumber, metadata, components, dependencies, ...rest } = sbom;
  const { timestamp, ...origin } = metadata;
  const runtime = {
    "bom-ref": `node@${node}`,
    type: "platform",
    name: "node",
    version: node,
    purl: `pkg:generic/node@${node}`,
  };
  const inside = components.filter((each) => packages.has(each["bom-ref"]));
  const refs = new Set([metadata.component, ...inside].map((each) => each["bom-ref"]));
  const kept = (all: readonly string[]) => all.filter((ref) => refs.has(ref));
  return {
    ...rest,
    metadata: { ...origin, component: { ...metadata.component, name } },
    components: [...inside, runtime],
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: kept(dependsOn) })),
  };
}
