import { withoutSecrets } from "../../../../provider-kit/values.ts";
import type { Action } from "./actions.ts";
import { EngineModel, type Program } from "./engineModel.ts";
import { GitpodFake } from "./gitpodFake.ts";

const ORGANIZATION = "0d7eb2ab-4f0f-4f3c-8d3e-0a2f7f3c9d1";

/** A program, its state and Gitpod. */
export class World {
  readonly gitpod = new GitpodFake();
  readonly program: Program = { ...settings(0), adoptExisting: false };
  readonly engine = new EngineModel(this.gitpod, async () => {
    if (this.refusals-- > 0)
      return { kind: "refused", code: "AADSTS7000215", reason: "AADSTS7000215", transient: true };
    return { kind: "accepted" };
  });
  refusals = 0;
  /** Places where a creation failed or somebody made an integration: they may have one that is in no state. */
  readonly doubtful = new Set<string>();

  async act(action: Action): Promise<void> {
    switch (action.do) {
      case "set":
        this.program[action.setting] = settings(action.to)[action.setting];
        return;
      case "order":
        this.gitpod.orders.push({ ...action.order });
        return;
      case "up":
        if ((await this.engine.up(this.program, action)) !== undefined) this.doubtful.add(this.place);
        return;
      case "refresh":
      case "destroy":
        await this.engine[action.do]();
        return;
      case "denied":
        this.gitpod.denied = true;
        return;
      case "restored":
        this.gitpod.denied = false;
        return;
      case "calm":
        this.gitpod.calm();
        return;
      case "entraKnowsSecretLater":
        this.refusals = action.attempts;
        return;
      case "createdByHand":
        if (this.gitpod.forHost(this.program.organizationId, this.program.host).length > 0) return;
        this.gitpod.create({ ...this.program, clientId: "by-hand", authorizationUrl: this.program.tokenUrl });
        this.doubtful.add(this.place);
        return;
      default:
        this.#changeByHand(action);
    }
  }

  #changeByHand(action: Action): void {
    const live = this.gitpod.all().at(-1);
    if (live === undefined) return;
    if (action.do === "deletedByHand") this.gitpod.providers.delete(live.id);
    if (action.do === "activated") live.verified = true;
    if (action.do === "urlChangedByHand")
      this.gitpod.update(live.id, { ...live, tokenUrl: "https://by-hand.example.com" });
    if (action.do === "credentialsChangedByHand") {
      this.gitpod.update(live.id, { ...live, clientId: "by-hand", clientSecret: "by-hand" });
    }
  }

  get place(): string {
    return `${this.program.organizationId} ${this.program.host}`;
  }

  /** What differs between program, state and Gitpod, without values. */
  disagreements(): string[] {
    const { program, gitpod, engine } = this;
    const here = gitpod.forHost(program.organizationId, program.host);
    const [live] = here;
    if (live === undefined || here.length !== 1) return [`${here.length} integrations for the host`];
    const found: string[] = [];
    if (engine.current?.id !== live.id) found.push("the state has another id");
    if (engine.pendingDeletes.length > 0) found.push("a deletion is pending");
    for (const name of ["clientId", "clientSecret", "tokenUrl"] as const) {
      if (live[name] !== program[name]) found.push(`${name} at Gitpod`);
      if (withoutSecrets(engine.current?.properties[name] ?? null) !== program[name])
        found.push(`${name} in the state`);
    }
    if (engine.current?.properties.verified !== live.verified) found.push("verified");
    // One that now uses another app must not be deleted.
    const elsewhere = gitpod.all().filter((each) => each !== live && each.clientId !== "by-hand");
    const places = elsewhere.map(({ organizationId, host }) => `${organizationId} ${host}`);
    found.push(...places.filter((place) => !this.doubtful.has(place)).map(() => "an orphan elsewhere"));
    return found;
  }
}

function settings(to: number): Omit<Program, "adoptExisting"> {
  return {
    organizationId: `${ORGANIZATION}${to % 2}`,
    host: ["dev.azure.com", "devops.example.com", "tfs.example.com"][to] as string,
    clientId: `client-${to}`,
    clientSecret: `canary-${to}`,
    tokenUrl: `https://login.example.com/${to}/token`,
  };
}
