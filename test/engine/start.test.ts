import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { playRound } from "../../tools/bench/scenarios.ts";
import { Person } from "./support/person.ts";

test("the program does not load packages that only dynamic resources and source maps need", async () => {
  const person = await Person.start({ program: "loadedModules.ts" });
  try {
    await person.mustRun("up", "--yes", "--skip-preview");
    const packages: string[] = JSON.parse(await person.mustRun("stack", "output", "packages", "--json"));
    expect(packages).toContain("@pulumi/pulumi");
    expect(packages.filter((name) => /^(typescript|@npmcli.*|source-map|pacote)$/.test(name))).toEqual([]);
  } finally {
    await person.close();
  }
});

test("a dynamic resource, which needs them, works in all operations of the benchmark", async () => {
  const program = fileURLToPath(new URL("../../tools/bench/programs/dynamicResource/index.ts", import.meta.url));
  const person = await Person.start({ program });
  try {
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    const round = await playRound(person, () => undefined);
    expect(round.up.calls).toMatchObject({ CreateAuthProvider: 1 });
    // The azuread plugin signs in and looks for the app.
    const changes = Object.keys(round["no-op up"].calls).filter((call) => !/^GET |oauth2\/v2\.0\/token$/.test(call));
    expect(changes).toEqual([]);
    expect(round.destroy.calls).toMatchObject({ DeleteAuthProvider: 1 });
    for (const { wall, state } of Object.values(round)) expect([wall > 0, state > 0]).toEqual([true, true]);
    if (process.platform === "linux") {
      expect(Object.keys(round.up.usage)).toEqual(expect.arrayContaining(["engine", "program", "dynamic provider"]));
      expect(round.up.usage.program?.memory).toBeGreaterThan(0);
    }
    expect(person.sandbox.gitpod.integrations.list()).toEqual([]);
  } finally {
    await person.close();
  }
});

test("the benchmark prints its usage", async () => {
  const person = await Person.start({ withoutStack: true });
  const bench = fileURLToPath(new URL("../../tools/bench/main.ts", import.meta.url));
  try {
    expect(await person.script(`node ${bench} --help`)).toMatchObject({
      code: 0,
      output: expect.stringContaining("--quick"),
    });
    expect(await person.script(`node ${bench} --quik`)).toMatchObject({
      code: 2,
      output: expect.stringContaining("--quick"),
    });
  } finally {
    await person.close();
  }
});
