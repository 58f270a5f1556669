import { randomUUID } from "node:crypto";
import { expect } from "@jest/globals";
import type { StoredIntegration } from "../../../sandbox/index.ts";
import { Fleet, HOSTS } from "./fleet.ts";
import type { Move } from "./moves.ts";

type MoveOf<Kind extends Move["do"]> = Extract<Move, { do: Kind }>;

/** What other people do in the clouds, and the integrations that are theirs: no run of the program may touch those. */
export class Others {
  readonly #fleet: Fleet;
  /** As their owners left them. */
  readonly #theirs = new Map<string, StoredIntegration>();
  /** Created by hand for the program's own app and not in use: the program may do anything with them. */
  readonly #spare = new Set<string>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  async act(move: Move): Promise<void> {
    const { gitpod } = this.#fleet.sandbox;
    if (move.do === "secondStack") return this.#secondStack();
    if (move.do === "twin") return this.#twin(move);
    const one = "which" in move ? this.pick(move.which) : undefined;
    if (one === undefined) return;
    if (move.do === "activate") {
      const activated = gitpod.integrations.modify(one.id, { verified: true });
      if (this.#theirs.has(one.id)) this.#take(activated);
    }
    if (move.do === "otherApp") this.#take(gitpod.integrations.modify(one.id, { clientId: "theirs", verified: true }));
    if (move.do === "portal") this.#portal(move, one);
  }

  /** One of the live integrations, whoever owns it. */
  pick(which: number): StoredIntegration | undefined {
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
    for (const [id, theirs] of this.#theirs) {
      if (adopted.includes(theirs.host)) this.#theirs.delete(id);
      else expect(this.#fleet.sandbox.gitpod.integrations.get(id)).toEqual(theirs);
    }
  }

  #portal({ deletes }: MoveOf<"portal">, { id, clientId }: StoredIntegration): void {
    const { gitpod, entra } = this.#fleet.sandbox;
    if (deletes === "integration") {
      this.#theirs.delete(id);
      gitpod.integrations.remove(id);
    }
    if (deletes === "secret") entra.directory.findByAppId(clientId)?.passwords.clear();
    const principal = entra.directory.findPrincipal(clientId);
    if (deletes === "principal" && principal !== undefined) entra.directory.removePrincipal(principal.id);
  }

  #twin({ host: place, active, ours }: MoveOf<"twin">): void {
    const host = HOSTS[place] as string;
    if (this.#fleet.all().some((each) => each.host === host)) return;
    const [own] = ours ? this.#fleet.all().filter(({ clientId }) => clientId !== "theirs") : [];
    const { clientId, clientSecret } = own ?? { clientId: "theirs", clientSecret: "their-secret" };
    const twin = this.#fleet.byHand(host, { clientId, clientSecret, verified: active });
    if (active || own === undefined) this.#take(twin);
    else this.#spare.add(twin.id);
  }

  /** Another stack adopts an integration. */
  async #secondStack(): Promise<void> {
    const [host] = this.#fleet.all().map((each) => each.host);
    if (host === undefined || this.#theirs.size > 0) return;
    const settings = { "gitpod-azure-devops:applicationName": `Second ${randomUUID()}` };
    const second = await Fleet.beside(this.#fleet, { other: { providerHost: host, adoptExisting: true } }, settings);
    this.#take(this.#fleet.stored(host));
    await second.closeAlone();
  }

  #take(integration: StoredIntegration): void {
    this.#theirs.set(integration.id, integration);
  }
}
