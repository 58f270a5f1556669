import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@jest/globals";
import type { StoredIntegration } from "../../../sandbox/index.ts";
import { type Entry, Fleet, HOSTS, NOWHERE } from "./fleet.ts";
import { integrationsIn, losses } from "./losses.ts";
import type { Move } from "./moves.ts";
import type { Command } from "./person.ts";

const HELD = 700;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UNASKED = ["--yes", "--skip-preview"];

/** What happens to a stack of several integrations. After every run it is looked at what was lost. */
export class Saga {
  readonly #fleet: Fleet;
  readonly #log: string[] = [];
  #entries: Record<string, Entry> = {};
  #names = 0;
  #backup: string | undefined;
  /** What is not the program's, as its owners left it. */
  readonly #theirs = new Map<string, StoredIntegration>();
  /** Made by hand for the program's own app, and not in use: whatever becomes of them hurts nobody. */
  readonly #spare = new Set<string>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Moves so far, and how each run ended. */
  get log(): string {
    return this.#log.join("\n");
  }

  async begin(): Promise<void> {
    this.#entries = { [this.#newName()]: { providerHost: HOSTS[0] }, [this.#newName()]: { providerHost: HOSTS[1] } };
    await this.#run("up");
  }

  async act(move: Move): Promise<void> {
    this.#log.push(JSON.stringify(move));
    const { sandbox, person } = this.#fleet;
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
      case "newSecret":
        await person.set("rotationTrigger", `${Date.now()} ${this.#log.length}`);
        return;
      case "up":
        return this.#run("up", ...move.flags);
      case "replace":
      case "target":
        return this.#onResource(move.do, move.which);
      case "mistype":
        return this.#mistype();
      case "failElsewhere":
        return this.#failElsewhere(move.goOn);
      case "interrupt":
        return this.#interrupt(move.operation, move.signal);
      case "lost":
        sandbox.faults.inject({ operation: move.operation, count: 1, kind: { type: "reset", after: true } });
        return;
      case "lostAccess":
        return this.#lostAccess();
      case "days":
        return person.travel(move.days);
      case "backUp":
        this.#backup = await person.mustRun("stack", "export");
        return;
      case "restore":
        if (this.#backup !== undefined) await person.importState(this.#backup);
        return;
      default:
        return this.#outside(move);
    }
  }

  /** All trouble is over: with what the errors say to run, everything that is ours is there, and theirs as it was. */
  async settle(): Promise<void> {
    this.#log.push("settle");
    this.#fleet.sandbox.faults.clear();
    let last: Command = await this.#command("up", "--refresh");
    const asksForMore = () => last.code !== 0 || last.output.includes("Refresh again");
    for (let attempt = 0; attempt < 4 && asksForMore(); attempt++) {
      await this.#follow(last.output);
      last = await this.#command("up", "--refresh");
    }
    expect(last.code === 0 ? "settled" : last.output).toBe("settled");
    expect(await this.#losses()).toEqual([]);
    this.#expectTheirsUntouched();
  }

  /** Destroys the stack, and clears the clouds of what others have left. */
  async end(): Promise<void> {
    const { sandbox, person } = this.#fleet;
    await person.mustRun("destroy", ...UNASKED);
    this.#expectTheirsUntouched();
    const left = this.#fleet.all().filter(({ id }) => !this.#theirs.has(id) && !this.#spare.has(id));
    expect(left.map(({ id }) => id)).toEqual([]);
    for (const { id } of this.#fleet.all()) sandbox.gitpod.integrations.remove(id);
  }

  #newName(): string {
    return `e${++this.#names}`;
  }

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
    const { person, sandbox } = this.#fleet;
    await person.setAll({ "gitpod:host": "localhost:1", "gitpod:apiUrl": "http://localhost:1" });
    await this.#run("up");
    await person.setAll({ "gitpod:host": sandbox.gitpod.host, "gitpod:apiUrl": sandbox.gitpod.apiUrl });
  }

  async #failElsewhere(goOn: boolean): Promise<void> {
    this.#entries.failing = { providerHost: NOWHERE };
    await this.#run("up", ...(goOn ? ["--continue-on-error"] : []));
    delete this.#entries.failing;
  }

  async #interrupt(operation: string, signal: "SIGINT" | "SIGKILL"): Promise<void> {
    const { person, sandbox } = this.#fleet;
    await this.#write();
    const before = await this.#losses();
    const order = sandbox.faults.inject({ operation, kind: { type: "delay", milliseconds: HELD } });
    const { child, finished } = person.begin("up", ...UNASKED);
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
    // What a killed run has done and could not write down is what the next run has to find.
    this.#note(`interrupted with ${code}`, output);
    // A creation that was under way may have been carried out all the same: the next run finds it.
    const gone = (await this.#losses()).filter((loss) => loss.includes("gone"));
    if (signal === "SIGINT") this.#expectNoNewLosses(before, gone, output, true);
    this.#expectTheirsUntouched();
  }

  async #lostAccess(): Promise<void> {
    const { installation, organizationId } = this.#fleet.sandbox.gitpod;
    installation.removeOrganization(organizationId);
    await this.#run("refresh");
    await this.#run("destroy");
    installation.setRole(organizationId, "owner");
  }

  async #outside(move: Move): Promise<void> {
    const { gitpod, entra } = this.#fleet.sandbox;
    const live = this.#fleet.all();
    const one = "which" in move ? live[move.which % Math.max(1, live.length)] : undefined;
    if (move.do === "secondStack") return this.#secondStack();
    if (move.do === "twin") return this.#twin(HOSTS[move.host] as string, move.active, move.ours);
    if (one === undefined) return;
    const app = entra.directory.findByAppId(one.clientId);
    if (move.do === "activate") gitpod.integrations.modify(one.id, { verified: true });
    if (move.do === "otherApp") this.#take(gitpod.integrations.modify(one.id, { clientId: "theirs", verified: true }));
    if (move.do === "import") await this.#import(one.id);
    if (move.do !== "portal") return;
    if (move.deletes === "integration") {
      this.#theirs.delete(one.id);
      gitpod.integrations.remove(one.id);
    }
    if (move.deletes === "secret") app?.passwords.clear();
    const principal = entra.directory.findPrincipal(one.clientId);
    if (move.deletes === "principal" && principal !== undefined) entra.directory.removePrincipal(principal.id);
  }

  #twin(host: string, active: boolean, ours: boolean): void {
    if (this.#fleet.all().some((each) => each.host === host)) return;
    const [own] = ours ? this.#fleet.all().filter(({ clientId }) => clientId !== "theirs") : [];
    const { clientId, clientSecret } = own ?? { clientId: "theirs", clientSecret: "their-secret" };
    const twin = this.#fleet.byHand(host, { clientId, clientSecret, verified: active });
    if (active || own === undefined) this.#take(twin);
    else this.#spare.add(twin.id);
  }

  async #import(id: string): Promise<void> {
    const { output, code } = await this.#fleet.run(
      ...[
        "import",
        "gitpod:index:AuthProvider",
        this.#newName(),
        id,
        "--yes",
        "--protect=false",
        "--generate-code=false",
      ],
    );
    this.#note(`import ended with ${code}`, output);
  }

  /** Another stack adopts what is there, and is destroyed again or stays. */
  async #secondStack(): Promise<void> {
    const [host] = this.#fleet.all().map((each) => each.host);
    if (host === undefined || this.#theirs.size > 0) return;
    const settings = { "gitpod-azure-devops:applicationName": `Second ${randomUUID()}` };
    const second = await Fleet.beside(this.#fleet, { other: { providerHost: host, adoptExisting: true } }, settings);
    this.#take(this.#fleet.stored(host));
    await second.closeAlone();
  }

  #take(provider: StoredIntegration): void {
    this.#theirs.set(provider.id, provider);
  }

  async #write(): Promise<void> {
    await this.#fleet.enter(this.#entries);
  }

  async #losses(): Promise<string[]> {
    const all = losses(await this.#fleet.person.state(), [this.#fleet.sandbox]);
    return all.filter((loss) => ![...this.#spare, ...this.#theirs.keys()].some((id) => loss.startsWith(id)));
  }

  /** One run of the engine. Whatever it loses it has to name. */
  async #run(command: string, ...flags: string[]): Promise<void> {
    await this.#write();
    const before = await this.#losses();
    const { output, code } = await this.#command(command, ...flags);
    this.#expectNoNewLosses(before, await this.#losses(), output, code !== 0 || flags.includes("--target"));
    this.#expectTheirsUntouched();
  }

  async #command(command: string, ...flags: string[]): Promise<Command> {
    await this.#write();
    const run = await this.#fleet.run(command, ...UNASKED, ...flags);
    this.#note(`${command} ${flags.join(" ")} ended with ${run.code}`, run.output);
    expect(run.output).not.toContain("unexpected failure");
    if (flags.includes("--refresh") || command === "refresh") await this.#release(run.code === 0);
    return run;
  }

  /** What a refresh has shown to people may be put right from then on, and what they said to adopt. */
  async #release(wholly: boolean): Promise<void> {
    const known = new Set(integrationsIn(await this.#fleet.person.state()).map(({ id }) => id));
    for (const id of [...this.#theirs.keys()].filter((each) => known.has(each))) {
      this.#theirs.delete(id);
      if (!wholly) this.#spare.add(id);
    }
  }

  /** A run that ended half-way, or did a part only, may leave an entry behind whose integration another has by now: it says so. */
  #expectNoNewLosses(before: readonly string[], after: readonly string[], output: string, partly: boolean): void {
    const fresh = after.filter((loss) => !before.includes(loss));
    const unsaid = fresh.filter(
      (loss) => !partly || !loss.split(/[ ,]/).some((word) => UUID.test(word) && output.includes(word)),
    );
    expect({ unsaid, output: unsaid.length > 0 ? output : "" }).toEqual({ unsaid: [], output: "" });
  }

  #expectTheirsUntouched(): void {
    const adopted = new Set(Object.values(this.#entries).map((each) => each.adoptExisting && each.providerHost));
    for (const [id, theirs] of this.#theirs) {
      if (adopted.has(theirs.host)) this.#theirs.delete(id);
      else expect(this.#fleet.sandbox.gitpod.integrations.get(id)).toEqual(theirs);
    }
  }

  /** Does what an error of ours says. */
  async #follow(output: string): Promise<void> {
    // What docs/reliability.md says of one that no state knows.
    const principal = /has a service principal already \(\/servicePrincipals\/([0-9a-f-]+)\)/.exec(output)?.[1];
    if (principal !== undefined) this.#fleet.sandbox.entra.directory.removePrincipal(principal);
    const stray = /`pulumi state delete '([^']+)'`/.exec(output)?.[1];
    if (output.includes("is managed twice") && stray !== undefined) {
      await this.#fleet.person.mustRun("state", "delete", "--yes", stray);
    } else if (output.includes("adoptExisting")) {
      const adopting = Object.entries(this.#entries).map(([name, entry]) => [name, { ...entry, adoptExisting: true }]);
      this.#entries = Object.fromEntries(adopting);
    } else if (output.includes("pulumi cancel")) {
      await this.#fleet.person.mustRun("cancel", "--yes");
    }
  }

  #note(what: string, output: string): void {
    const errors = output.split("\n").filter((line) => /^\s*(error|warning): (?!using )/.test(line));
    this.#log.push([`  ${what}`, ...new Set(errors.map((line) => `    ${line.trim()}`))].join("\n"));
  }
}
