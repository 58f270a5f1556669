import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const SCRIPT = `
  import { createRequire } from "node:module";
  await import("./provider/provider.ts");
  await import("./provider-kit/serve.ts");
  console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));
`;

test("the plugin's start loads neither Pulumi's SDK nor a component, which come with the first Construct", async () => {
  const root = new URL("../../", import.meta.url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", SCRIPT],
    { cwd: root },
  );
  const loaded: string[] = JSON.parse(stdout);
  expect(loaded.filter((path) => path.includes("@grpc/grpc-js")).length).toBeGreaterThan(10);
  const sdk = loaded.filter((path) => /@pulumi[\\/]pulumi[\\/](?!proto[\\/])/.test(path));
  expect([...sdk, ...loaded.filter((path) => path.includes("azuread"))]).toEqual([]);
});
