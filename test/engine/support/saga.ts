import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@jest/globals";
import { type Entry, type Fleet, HOSTS, NOWHERE, WITHOUT_PROMPTS } from "./fleet.ts";
import { follow } from "./follow.ts";
import { integrationsIn, losses, unreportedLosses } from "./losses.ts";
import type { Move } from "./moves.ts";
import { Others } from "./others.ts";
import type { Command } from "./person.ts";

const HELD = 700;

/** What happens to a stack of several integrations. Checks after every run that nothing is lost. */
export class Saga {
  readonly #fleet: Fleet;
  /** Moves so far, and how each run ended. */
  readonly log: string[] = [];
  #entries: Record<string, Entry> = {};
  #names = 0;
  #backup: string | undefined;
  readonly #others: Others;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#others = new Others(fleet);
  }

  async begin(): Promise<void> {
    this.#entries = { [this.#newName()]: { providerHost: HOSTS[0] }, [this.#newName()]: { providerHost: HOSTS[1] } };
    await this.#run("up");
  }

  async act(move: Move): Promise<void> {
    this.log.push(JSON.stringify(move));
    switch (move.do) {
      case "rename":
      case "adopt":
      case "remove":
        return this.#changeEntry(move.do, move.which);
      case "add":
        this.#add(HOSTS[move.host] as string);
        return;
      case "swap":
        return this.#swap();
      case "up":
        return this.#run("up", ...move.flags);
      case "replace":
      case "target":
        return this.#onResource(move.do, move.which);
      case "mistype":
        return this.#mistype();
      case "failElsewhere":
        return this.#failElsewhere(move.continueOnError);
      case "interrupt":
        return this.#interrupt(this.#fleet.platform.calls[move.operation], move.signal);
      case "lostAccess":
        return this.#lostAccess();
      case "import":
        return this.#import(move.which);
      default:
        return this.#prepare(move);
    }
  }

  /** Moves that the next run has to cope with. */
  async #prepare(move: Move): Promise<void> {
    const { sandbox, person, platform } = this.#fleet;
    switch (move.do) {
      case "newSecret":
        await person.set("rotationTrigger", `${Date.now()} ${this.log.length}`);
        return;
      case "lost":
        sandbox.faults.inject({ operation: platform.calls[move.operation], kind: { type: "reset", after: true } });
        return;
      case "days":
        return person.travel(move.days);
      case "backUp":
        this.#backup = await person.mustRun("stack", "export");
        return;
      case "restore":
        if (this.#backup !== undefined) await person.importState(this.#backup);
        return;
      default:
        return this.#others.act(move);
    }
  }

  /** All trouble is over: doing what the errors say restores all that is ours, and theirs is untouched. */
  async settle(): Promise<void> {
    this.log.push("settle");
    this.#fleet.sandbox.faults.clear();
    let last: Command = await this.#command("up", "--refresh");
    const asksForMore = () => last.code !== 0 || last.output.includes("Refresh again");
    for (let attempt = 0; attempt < 4 && asksForMore(); attempt++) {
      if ((await follow(last.output, this.#fleet)) === "adopt") this.#adoptAll();
      last = await this.#command("up", "--refresh");
    }
    expect(last.code === 0 ? "settled" : last.output).toBe("settled");
    expect(await this.#losses()).toEqual([]);
    this.#expectTheirsUntouched();
  }

  /** Destroys the stack, and clears the clouds of what others have left. */
  async end(): Promise<void> {
    const { sandbox, person, platform } = this.#fleet;
    await person.mustRun("destroy", ...WITHOUT_PROMPTS);
    this.#expectTheirsUntouched();
    const left = this.#fleet.all().filter(({ id }) => !this.#others.concerns(id));
    expect(left.map(({ id }) => id)).toEqual([]);
    for (const { id } of this.#fleet.all()) platform.remove(sandbox, id);
  }

  #newName = () => `e${++this.#names}`;

  #pick(which: number): [string, Entry] | undefined {
    const entries = Object.entries(this.#entries);
    return entries[which % Math.max(1, entries.length)];
  }

  #changeEntry(how: "rename" | "adopt" | "remove", which: number): void {
    const [name, entry] = this.#pick(which) ?? [];
    if (name === undefined || entry === undefined || (how === "remove" && Object.keys(this.#entries).length < 2))
      return;
    if (how !== "adopt") delete this.#entries[name];
    if (how === "rename") this.#entries[this.#newName()] = entry;
    if (how === "adopt") this.#entries[name] = { ...entry, adoptExisting: true };
  }

  #add(providerHost: string): void {
    if (Object.values(this.#entries).some((entry) => entry.providerHost === providerHost)) return;
    this.#entries[this.#newName()] = { providerHost };
  }

  #swap(): void {
    const [[first, a] = [], [second, b] = []] = Object.entries(this.#entries);
    if (first === undefined || second === undefined || a === undefined || b === undefined) return;
    Object.assign(this.#entries, { [first]: b, [second]: a });
  }

  async #onResource(how: "replace" | "target", which: number): Promise<void> {
    const known = integrationsIn(await this.#fleet.person.state());
    const urn = known[which % Math.max(1, known.length)]?.urn;
    if (urn !== undefined) await this.#run("up", `--${how}`, urn);
  }

  async #mistype(): Promise<void> {
    const { person, sandbox, platform } = this.#fleet;
    await person.setAll(platform.mistyped);
    await this.#run("up");
    await person.setAll(platform.address(sandbox));
  }

  async #failElsewhere(continueOnError: boolean): Promise<void> {
    this.#entries.failing = { providerHost: NOWHERE };
    await this.#run("up", ...(continueOnError ? ["--continue-on-error"] : []));
    delete this.#entries.failing;
  }

  async #interrupt(operation: string, signal: "SIGINT" | "SIGKILL"): Promise<void> {
    const { person, sandbox } = this.#fleet;
    await this.#fleet.enter(this.#entries);
    const before = await this.#losses();
    const order = sandbox.faults.inject({ operation, kind: { type: "delay", milliseconds: HELD } });
    const { child, finished } = person.begin("up", ...WITHOUT_PROMPTS);
    let ended = false;
    void finished.then(() => {
      ended = true;
    });
    while (order.remaining > 0 && !ended) await delay(10);
    if (!ended) child.kill(signal);
    const { output, code } = await finished;
    await delay(HELD);
    sandbox.faults.clear();
    if (signal === "SIGKILL" && !ended) await person.pulumi("cancel", "--yes");
    // The next run has to find what a killed run did but could not record.
    this.#note(`interrupted with ${code}`, output);
    // A creation that was under way may still have succeeded: the next run finds it.
    const gone = (await this.#losses()).filter((loss) => loss.includes("gone"));
    if (signal === "SIGINT") this.#expectNoNewLosses(before, gone, output, true);
    this.#expectTheirsUntouched();
  }

  async #lostAccess(): Promise<void> {
    const { sandbox, platform } = this.#fleet;
    platform.mayLook(sandbox, false);
    await this.#run("refresh");
    await this.#run("destroy");
    platform.mayLook(sandbox, true);
  }

  async #import(which: number): Promise<void> {
    const id = this.#others.pick(which)?.id;
    if (id === undefined) return;
    const what = [this.#fleet.platform.type, this.#newName(), id];
    const { output, code } = await this.#fleet.run(
      "import",
      ...what,
      "--yes",
      "--protect=false",
      "--generate-code=false",
    );
    this.#note(`import ended with ${code}`, output);
  }

  async #losses(): Promise<string[]> {
    const all = await losses(await this.#fleet.person.state(), [this.#fleet.sandbox]);
    return all.filter((loss) => !this.#others.concerns(loss));
  }

  /** One run of the engine, which must name whatever it loses. */
  async #run(command: string, ...flags: string[]): Promise<void> {
    await this.#fleet.enter(this.#entries);
    const before = await this.#losses();
    const { output, code } = await this.#command(command, ...flags);
    this.#expectNoNewLosses(before, await this.#losses(), output, code !== 0 || flags.includes("--target"));
    this.#expectTheirsUntouched();
  }

  async #command(command: string, ...flags: string[]): Promise<Command> {
    await this.#fleet.enter(this.#entries);
    const run = await this.#fleet.run(command, ...WITHOUT_PROMPTS, ...flags);
    this.#note(`${command} ${flags.join(" ")} ended with ${run.code}`, run.output);
    expect(run.output).not.toContain("unexpected failure");
    if (flags.includes("--refresh") || command === "refresh") {
      const known = integrationsIn(await this.#fleet.person.state()).map(({ id = "" }) => id);
      this.#others.release(known, run.code === 0);
    }
    return run;
  }

  #expectNoNewLosses(before: readonly string[], after: readonly string[], output: string, partial: boolean): void {
    const unreported = unreportedLosses(before, after, output, partial);
    expect({ unreported, output: unreported.length > 0 ? output : "" }).toEqual({ unreported: [], output: "" });
  }

  #expectTheirsUntouched(): void {
    const adopted = Object.values(this.#entries).filter((each) => each.adoptExisting);
    this.#others.expectUntouched(adopted.map(({ providerHost = "" }) => providerHost));
  }

  #adoptAll(): void {
    const adopting = Object.entries(this.#entries).map(([name, entry]) => [name, { ...entry, adoptExisting: true }]);
    this.#entries = Object.fromEntries(adopting);
  }

  #note(what: string, output: string): void {
    const errors = output.split("\n").filter((line) => /^\s*(error|warning): (?!using |this stack talks )/.test(line));
    this.log.push([`  ${what}`, ...new Set(errors.map((line) => `    ${line.trim()}`))].join("\n"));
  }
}
