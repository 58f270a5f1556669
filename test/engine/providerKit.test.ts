import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { type ThrowawayStack, throwawayStack } from "../../cli/engine/throwawayStack.ts";
import { findPulumi } from "../../cli/pulumi/find.ts";
import packageJson from "../../package.json" with { type: "json" };
import { makeKit } from "../../tools/package/kit.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { dependencies, devDependencies } = packageJson;
const execute = promisify(execFile);
const { command } = await findPulumi();

let folder: string;
let provider: string;

/** The example in an empty folder, with the packed kit from which nothing of the checkout can be reached. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-kit-"));
  provider = join(folder, "provider");
  await cp(join(ROOT, "provider-kit/example"), provider, { recursive: true });
  await writeFile(join(provider, "package.json"), JSON.stringify({ name: "file", private: true, type: "module" }));
  const kit = await makeKit(packageJson, join(folder, "build"), folder);
  // The versions that this machine has.
  const peers = (["@pulumi/pulumi", "zod"] as const).map((name) => `${name}@${dependencies[name]}`);
  const types = `@types/node@${devDependencies["@types/node"]}`;
  await execute("npm", ["install", "--prefer-offline", ...peers, types, kit], { cwd: provider });
}, 240_000);
afterAll(() => rm(folder, { recursive: true }));

test("the example fits the types of the packed kit", async () => {
  const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2024", types: ["node"] };
  await writeFile(join(provider, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["file.ts"] }));
  const tsc = join(ROOT, "node_modules/typescript-compiler/bin/tsc");
  expect((await execute(process.execPath, [tsc, "--pretty", "false"], { cwd: provider })).stdout).toBe("");
});

test("a process that the packed kit prepares ends if its Node is too old", async () => {
  const options = JSON.stringify({ name: "file-provider", minimum: [99, 0], advice: "Install a newer one." });
  const script = `require("pulumi-provider-kit/prepareProcess.cjs").prepareProcess(${options})`;
  await expect(execute(process.execPath, ["--eval", script], { cwd: provider })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^file-provider needs Node.js 99.0 or newer, .* Install a newer one.\n$/s),
  });
});

test("its package schema is made from the definition", async () => {
  const env = { ...process.env, PULUMI_HOME: join(folder, "home"), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const plugin = join(provider, "pulumi-resource-file");
  const { stdout } = await execute(command.command, ["package", "get-schema", plugin], { env });
  expect(JSON.parse(stdout)).toMatchObject({
    name: "file",
    version: "0.1.0",
    resources: {
      "file:index:File": {
        inputProperties: {
          path: { type: "string", willReplaceOnChanges: true },
          content: { type: "string", description: "What is in it. Default ``." },
        },
        requiredInputs: ["path"],
        required: ["path", "content", "size"],
      },
    },
  });
});

class File extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;
  constructor(
    name: string,
    args: { path: string; content?: pulumi.Input<string> },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("file:index:File", name, { size: undefined, ...args }, opts);
  }
}

/** One life, in order: each step builds on the one before. */
describe("the example on the real engine", () => {
  const SECRET = "correct-horse-battery-staple";
  let throwaway: ThrowawayStack;
  let declare: () => Record<string, unknown>;
  let printed = "";
  const at = (name: string) => join(folder, "files", name);
  const text = (name: string) => readFile(at(name), "utf8");
  const exists = (name: string) => stat(at(name)).then(Boolean, () => false);

  beforeAll(async () => {
    await mkdir(join(folder, "files"));
    throwaway = await throwawayStack({
      command,
      settings: {},
      plugins: { file: provider },
      program: async () => declare(),
    });
  });
  afterAll(() => throwaway.close());

  /** Runs the engine and returns what changed, or its output if it failed. */
  async function run(operation: "up" | "preview" | "refresh" | "destroy") {
    const output: string[] = [];
    const onOutput = (part: string) => output.push(part);
    const options = { color: "never", onOutput, onError: onOutput } as const;
    const failed = await throwaway.stack[operation](options).then(
      () => false,
      () => true,
    );
    const all = output.join("");
    printed += all;
    if (failed) return all;
    const lines = all.slice(all.indexOf("Resources:")).matchAll(/^ +[^\d\s]* ?(\d+) (?:to )?(\w+)/gm);
    return Object.fromEntries([...lines].map(([, count, kind]) => [kind, Number(count)]));
  }

  test("is previewed, and writes nothing", async () => {
    declare = () => ({ size: new File("note", { path: at("note"), content: "hello" }).size });
    expect(await run("preview")).toEqual({ create: 2 });
    expect(printed).toContain("size: 5");
    expect(await exists("note")).toBe(false);
  });

  test("is created", async () => {
    expect(await run("up")).toEqual({ created: 2 });
    expect(await text("note")).toBe("hello");
    expect((await throwaway.stack.outputs()).size?.value).toBe(5);
    expect(await run("up")).toEqual({ unchanged: 2 });
  });

  test("is updated in place, and replaced at another path", async () => {
    declare = () => ({ size: new File("note", { path: at("note"), content: "hello again" }).size });
    expect(await run("up")).toEqual({ updated: 1, unchanged: 1 });
    expect(await text("note")).toBe("hello again");
    declare = () => ({ size: new File("note", { path: at("moved"), content: "hello again" }).size });
    expect(await run("up")).toEqual({ replaced: 1, unchanged: 1 });
    expect([await text("moved"), await exists("note")]).toEqual(["hello again", false]);
  });

  test("a refresh finds what was changed and deleted outside, and up restores it", async () => {
    await writeFile(at("moved"), "scribble");
    expect(await run("refresh")).toEqual({ updated: 1, unchanged: 1 });
    expect(await run("up")).toEqual({ updated: 1, unchanged: 1 });
    expect(await text("moved")).toBe("hello again");
    await rm(at("moved"));
    expect(await run("refresh")).toEqual({ deleted: 1, unchanged: 1 });
    expect(await run("up")).toEqual({ created: 1, unchanged: 1 });
    expect(await text("moved")).toBe("hello again");
  });

  test("wrong inputs and a file in the way are errors that say what to do", async () => {
    declare = () => ({ size: new File("note", { path: "relative" }).size });
    expect(await run("preview")).toContain("path must be an absolute path");
    await writeFile(at("taken"), "mine");
    declare = () => ({ size: new File("note", { path: at("taken") }).size });
    expect(await run("up")).toContain("cannot create the file: EEXIST");
    expect([await text("taken"), await text("moved")]).toEqual(["mine", "hello again"]);
  });

  test("an existing file is imported", async () => {
    declare = () => {
      new File("note", { path: at("moved"), content: "hello again" });
      return { size: new File("taken", { path: at("taken"), content: "mine" }, { import: at("taken") }).size };
    };
    expect(await run("up")).toEqual({ imported: 1, unchanged: 2 });
    expect((await throwaway.stack.outputs()).size?.value).toBe(4);
  });

  test("a secret reaches the file, and neither the state nor the screen", async () => {
    declare = () => {
      new File("note", { path: at("moved"), content: pulumi.secret(SECRET) });
      return { size: new File("taken", { path: at("taken"), content: "mine" }).size };
    };
    expect(await run("up")).toEqual({ updated: 1, unchanged: 2 });
    expect(await text("moved")).toBe(SECRET);
    expect(await run("refresh")).toEqual({ unchanged: 3 });
    expect([printed.includes(SECRET), (await throwaway.written()).includes(SECRET)]).toEqual([false, false]);
  });

  test("destroy deletes the files, even if one is gone", async () => {
    await rm(at("taken"));
    expect(await run("destroy")).toEqual({ deleted: 3 });
    expect([await exists("moved"), await exists("taken")]).toEqual([false, false]);
  });
});
