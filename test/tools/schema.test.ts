import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { gitpodProvider } from "../../provider/provider.ts";
import { type PackageSchema, packageSchema } from "../../provider-kit/packageSchema.ts";
import { incompatibilities } from "../../tools/schema/incompatibilities.ts";
import { lastRelease, SCHEMA_FILE } from "../../tools/schema/lastRelease.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const PRESENT = await packageSchema(gitpodProvider);
const AUTH_PROVIDER = "gitpod:index:AuthProvider";
const GET_ONE = "gitpod:index:getAuthProvider";
const ORGANIZATION = "gitpod:index:Organization";

const INPUTS = `resources/${AUTH_PROVIDER}/inputProperties`;
const REQUIRED_INPUTS = `resources/${AUTH_PROVIDER}/requiredInputs`;
const OUTPUTS = `resources/${AUTH_PROVIDER}/properties`;

/** A schema with another value at a path; undefined removes what is there. */
function edited(path: string, value?: unknown, schema = PRESENT): PackageSchema {
  const copy = JSON.parse(JSON.stringify(schema)) as PackageSchema;
  const keys = path.split("/");
  const key = keys.pop() ?? "";
  const parent = keys.reduce<object>((node, each) => Reflect.get(node, each), copy);
  if (
    !(value === undefined
      ? Reflect.has(parent, key) && Reflect.deleteProperty(parent, key)
      : Reflect.set(parent, key, value))
  )
    throw new Error(`no ${path}`);
  return copy;
}

const BREAKING: [change: string, now: PackageSchema, message: string][] = [
  ["the package has another name", edited("name", "x"), "the package is called x, no longer gitpod"],
  ["a resource is gone", edited(`resources/${AUTH_PROVIDER}`), `resource ${AUTH_PROVIDER} is gone`],
  ["a function is gone", edited(`functions/${GET_ONE}`), `function ${GET_ONE} is gone`],
  ["a type is gone", edited(`types/${ORGANIZATION}`), `type ${ORGANIZATION} is gone`],
  ["an input is gone", edited(`${INPUTS}/host`), "input host is gone"],
  ["an output is gone", edited(`${OUTPUTS}/verified`), "output verified is gone"],
  ["a setting is gone", edited("provider/inputProperties/apiUrl"), "provider: input apiUrl is gone"],
  ["a list is gone", edited(`resources/${AUTH_PROVIDER}/listInputs`), "can no longer be listed"],
  ["a type lacks a property", edited(`types/${ORGANIZATION}/properties/name`), "property name is gone"],
  [
    "an input has another type",
    edited(`${INPUTS}/host/type`, "integer"),
    "input host has the type integer, and had string",
  ],
  ["a list has other items", edited(`${OUTPUTS}/scopes/items/type`, "number"), '"string"},"type":"array"}'],
  ["an input has become required", edited(REQUIRED_INPUTS, ["host"]), "input host is required and was not"],
  [
    "a setting has become required",
    edited("provider/requiredInputs", ["host"]),
    "provider: input host is required and was not",
  ],
  [
    "a new input is required",
    edited(REQUIRED_INPUTS, ["extra"], edited(`${INPUTS}/extra`, { type: "string" })),
    "input extra is required and was not",
  ],
  [
    "a function wants more",
    edited(`functions/${GET_ONE}/inputs/required`, ["host"]),
    `function ${GET_ONE}: input host is required and was not`,
  ],
  ["an input is no longer secret", edited(`${INPUTS}/clientSecret/secret`), "input clientSecret is no longer secret"],
  [
    "an output is no longer secret",
    edited(`${OUTPUTS}/clientSecret/secret`),
    "output clientSecret is no longer secret",
  ],
  [
    "an output may be unset",
    edited(`resources/${AUTH_PROVIDER}/required`, PRESENT.resources[AUTH_PROVIDER]?.required.slice(1)),
    "output organizationId may be unset and was always set",
  ],
];

describe("an incompatible change", () => {
  test.each(BREAKING)("is found: %s", (_title, now, message) => {
    expect(incompatibilities(PRESENT, now)).toEqual([expect.stringContaining(message)]);
  });

  test("is found: a value of a text is gone", () => {
    const mode = (...values: string[]) => ({ type: "string", enum: values.map((value) => ({ value })) }) as const;
    const withMode = (...values: string[]) => ({ ...PRESENT, types: { "gitpod:index:Mode": mode(...values) } });
    expect(incompatibilities(withMode("a", "b"), withMode("a", "c"))).toEqual([
      "type gitpod:index:Mode: value b is gone",
    ]);
    expect(incompatibilities(withMode("a"), withMode("a", "b"))).toEqual([]);
  });
});

const HARMLESS: [string, PackageSchema][] = [
  ["nothing", PRESENT],
  ["another version", edited("version", "0.2.0")],
  ["another description", edited(`${OUTPUTS}/verified/description`, "x")],
  ["a new resource", edited("resources/gitpod:index:New", PRESENT.resources[AUTH_PROVIDER])],
  ["a new optional input", edited(`${INPUTS}/extra`, { type: "string" })],
  ["an input that is no longer required", edited(REQUIRED_INPUTS, [])],
  ["an output that has become secret", edited(`${OUTPUTS}/verified/secret`, true)],
];
test.each(HARMLESS)("a compatible change is not reported: %s", (_title, now) => {
  expect(incompatibilities(PRESENT, now)).toEqual([]);
});

describe("with the tags of a repository", () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: "pipe",
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitpod-azure-devops-releases-"));
    git("init", "--quiet");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function release(tag: string, files: Readonly<Record<string, string>>): void {
    mkdirSync(join(folder, "provider"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", tag);
    git("tag", tag);
  }
  const goOn = () => git("commit", "--quiet", "--allow-empty", "--message", "More");
  const schemaOf = (version: string) => ({ [SCHEMA_FILE]: JSON.stringify({ ...PRESENT, version }) });

  test("there is no last release before the first tag of a version", () => {
    release("vault", schemaOf("9.0.0"));
    release("v1.0.0-rc.1", schemaOf("1.0.0-rc.1"));
    goOn();
    expect(lastRelease(folder)).toBeUndefined();
  });

  test("the last release is the one with the highest version, with its schema", () => {
    for (const version of ["0.9.0", "0.10.0", "0.2.0"]) release(`v${version}`, schemaOf(version));
    goOn();
    expect(lastRelease(folder)).toMatchObject({ tag: "v0.10.0", schema: { version: "0.10.0", name: "gitpod" } });
  });

  test("a release that is being made is compared with the one before", () => {
    release("v0.1.0", schemaOf("0.1.0"));
    expect(lastRelease(folder)).toBeUndefined();
    release("v0.2.0", schemaOf("0.2.0"));
    expect(lastRelease(folder)).toMatchObject({ tag: "v0.1.0", schema: { version: "0.1.0" } });
  });

  test("a release may have had no schema", () => {
    release("v0.1.0", { "README.md": "x" });
    goOn();
    expect(lastRelease(folder)).toEqual({ tag: "v0.1.0", schema: undefined });
  });
});

describe("the command", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gitpod-azure-devops-schemas-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(name: string, schema: PackageSchema): string {
    writeFileSync(join(folder, name), JSON.stringify(schema));
    return join(folder, name);
  }

  function compare(...args: string[]): { code: number; output: string } {
    const options = { cwd: folder, encoding: "utf8", stdio: "pipe" } as const;
    try {
      return { code: 0, output: execFileSync(process.execPath, [join(ROOT, "tools/schema.ts"), ...args], options) };
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      return { code: status, output: stdout + stderr };
    }
  }

  test("fails for an incompatible change, and names it", () => {
    const [old, now] = [file("old.json", PRESENT), file("new.json", edited(`${INPUTS}/host`))];
    expect(compare("compare", old, old)).toEqual({ code: 0, output: `compatible with ${old}\n` });
    const { code, output } = compare("compare", old, now);
    expect(code).toBe(1);
    expect(output).toContain(`- resource ${AUTH_PROVIDER}: input host is gone\n`);
  });

  test("lets a new major version break what the last one promised", () => {
    const now = edited("version", "1.0.0", edited(`${INPUTS}/host`));
    expect(compare("compare", file("old.json", PRESENT), file("new.json", now))).toEqual({
      code: 0,
      output: expect.stringContaining("Version 1.0.0 may break what 0.1.0 promised."),
    });
  });

  test("has help, and says which file it cannot read", () => {
    expect(compare("compare", "--help").output).toContain("Usage: node tools/schema.ts compare [options] [old] [new]");
    const { code, output } = compare("compare", "none.json");
    expect(code).toBe(1);
    expect(output).toContain("none.json");
  });
});

// The same as in a release: fails when this version breaks programs that were written for the last one.
test("this version is compatible with the last release", () => {
  const release = lastRelease(ROOT);
  const found = release?.schema === undefined ? [] : incompatibilities(release.schema, PRESENT);
  expect(found).toEqual([]);
});
