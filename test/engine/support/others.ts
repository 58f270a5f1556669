import { randomUUID } from "node:crypto";
import { expect } from "@jest/globals";
import { Fleet, HOSTS } from "./fleet.ts";
import type { Move } from "./moves.ts";
import type { Stored } from "./platforms/platformUnderTest.ts";

type MoveOf<Kind extends Move["do"]> = Extract<Move, { do: Kind }>;

/** What other people do in the clouds, and the integrations that are theirs: no run of the program may touch those. */
export class Others {
  readonly #fleet: Fleet;
  /** As their owners left them, by id. */
  readonly #theirs = new Map<string, { readonly host: string; readonly record: unknown }>();
  /** Created by hand for the program's own app and not in use: the program may do anything with them. */
  readonly #spare = new Set<string>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  async act(move: Move): Promise<void> {
    const { platform, sandbox } = this.#fleet;
    if (move.do === "secondStack") return this.#secondStack();
    if (move.do === "twin") return this.#twin(move);
    const one = "which" in move ? this.pick(move.which) : undefined;
    if (one === undefined) return;
    if (move.do === "activate") {
      platform.use(sandbox, one.id);
      if (this.#theirs.has(one.id)) this.#take(one);
    }
    if (move.do === "otherApp") {
      platform.modify(sandbox, one.id, { clientId: "theirs" });
      platform.use(sandbox, one.id);
      this.#take(one);
    }
    if (move.do === "portal") this.#portal(move, one);
  }

  /** One of the live integrations, whoever owns it. */
  pick(which: number): Stored | undefined {
    const live = this.#fleet.all();
    return live[which % Math.max(1, live.length)];
  }

  /** Whether an id, or a loss that begins with one, is about an integration that is not the program's. */
  concerns(loss: string): boolean {
    return [...this.#spare, ...this.#theirs.keys()].some((id) => loss.startsWith(id));
  }

  /** A refresh has shown these to people, so the program may now fix them, or adopt them if told to. */
  release(known: readonly string[], succeeded: boolean): void {
    for (const id of known.filter((each) => this.#theirs.has(each))) {
      this.#theirs.delete(id);
      if (!succeeded) this.#spare.add(id);
    }
  }

  /** @param adopted hosts at which the program was told to adopt what is there */
  expectUntouched(adopted: readonly string[]): void {
    const { platform, sandbox } = this.#fleet;
    for (const [id, { host, record }] of this.#theirs) {
      if (adopted.includes(host)) this.#theirs.delete(id);
      else expect(platform.record(sandbox, id)).toEqual(record);
    }
  }

  #portal({ deletes }: MoveOf<"portal">, { id, clientId = "" }: Stored): void {
    const { sandbox, platform } = this.#fleet;
    const { directory } = sandbox.entra;
    if (deletes === "integration") {
      this.#theirs.delete(id);
      platform.remove(sandbox, id);
    }
    if (deletes === "secret") directory.findByAppId(clientId)?.passwords.clear();
    const principal = directory.findPrincipal(clientId);
    if (deletes === "principal" && principal !== undefined) directory.removePrincipal(principal.id);
  }

  async #twin({ host: place, active, ours }: MoveOf<"twin">): Promise<void> {
    const { platform, sandbox } = this.#fleet;
    const host = HOSTS[place] as string;
    if (this.#fleet.all().some((each) => each.host === host)) return;
    const [own] = ours ? this.#fleet.all().filter(({ clientId }) => clientId !== "theirs") : [];
    const clientSecret = own && (await platform.secret(sandbox, own.id));
    const app = { clientId: own?.clientId ?? "theirs", clientSecret: clientSecret ?? "their-secret" };
    const id = await platform.addByHand(sandbox, host, app);
    if (active) platform.use(sandbox, id);
    // Where a program goes on with the integration that there is, taking over one with its own app costs nobody anything.
    const mayGoOn = own !== undefined && platform.replacement === "same";
    if ((active || own === undefined) && !mayGoOn) this.#take({ id, host });
    else this.#spare.add(id);
  }

  /** Another stack adopts an integration. */
  async #secondStack(): Promise<void> {
    const [host] = this.#fleet.all().map((each) => each.host);
    if (host === undefined || this.#theirs.size > 0) return;
    const settings = { "gitpod-azure-devops:applicationName": `Second ${randomUUID()}` };
    const second = await Fleet.beside(this.#fleet, { other: { providerHost: host, adoptExisting: true } }, settings);
    this.#take(this.#fleet.only(host));
    await second.closeAlone();
  }

  #take({ id, host }: Pick<Stored, "id" | "host">): void {
    this.#theirs.set(id, { host, record: this.#fleet.platform.record(this.#fleet.sandbox, id) });
  }
}
