import { expect } from "@jest/globals";
import type { IntegrationOnly } from "./integration.ts";
import type { Command } from "./person.ts";
import type { OutsideChange, Step } from "./steps.ts";

const HOSTS = ["dev.azure.com", "devops.example.com"] as const;

/** What happens to one integration, from creation to deletion. */
export class Story {
  readonly #integration: IntegrationOnly;
  readonly #settings: Record<string, string>;
  #previousSecret: string;
  /** Hosts for which a run failed: they may have an integration that is in no state. */
  readonly #doubtful = new Set<string>();

  constructor(integration: IntegrationOnly) {
    this.#integration = integration;
    this.#previousSecret = integration.clientSecret;
    const { platform, sandbox } = integration;
    platform.reach(sandbox, HOSTS[1]);
    const [usual] = platform.changes(sandbox);
    this.#settings = { "test:host": HOSTS[0], [platform.changeable]: usual, "test:adoptExisting": "false" };
  }

  async act(step: Step): Promise<void> {
    const { sandbox, platform } = this.#integration;
    switch (step.do) {
      case "set":
        if (step.setting === "host") this.#settings["test:host"] = HOSTS[step.to];
        else this.#settings[platform.changeable] = platform.changes(sandbox)[step.to];
        return;
      case "newSecret":
        this.#previousSecret = this.#integration.clientSecret;
        return this.#integration.newSecret();
      case "previousSecret": {
        const previous = this.#previousSecret;
        this.#previousSecret = this.#integration.clientSecret;
        return this.#integration.useSecret(previous);
      }
      case "fault":
        sandbox.faults.inject({ ...step.order, operation: platform.calls[step.order.operation] });
        return;
      case "run":
        await this.#run(...step.command);
        return;
      case "outside":
        return this.#changeOutside(step.change);
    }
  }

  /** All trouble is over: one run recovers, or names what is in the way and the next one recovers. */
  async settle(): Promise<void> {
    const { sandbox } = this.#integration;
    sandbox.faults.clear();
    const settled = await this.#run("up", "--refresh");
    if (settled.code !== 0) {
      // An integration that is in no state was changed by hand, activated, or created with other endpoints.
      expect(settled.output).toMatch(/with id \S+ (and another|and this|without) [^\n]*adoptExisting/);
      this.#settings["test:adoptExisting"] = "true";
      expect(await this.#run("up", "--refresh")).toMatchObject({ code: 0 });
    }
    this.#forgetDoubtful();
    await this.#integration.expectAgreement();
  }

  async end(): Promise<void> {
    await this.#integration.person.mustRun("destroy", "--yes", "--skip-preview");
    await this.#integration.expectNothing();
  }

  async #run(...command: string[]): Promise<Command> {
    const { person } = this.#integration;
    await person.setAll(this.#settings);
    const run = await person.pulumi(...command, "--yes", "--skip-preview");
    if (run.code !== 0) {
      expect(run.output).not.toContain("unexpected failure");
      this.#doubtful.add(this.#host);
    }
    return run;
  }

  async #changeOutside(change: OutsideChange): Promise<void> {
    const { sandbox, platform } = this.#integration;
    const live = platform.stored(sandbox).at(-1);
    if (live === undefined) return;
    const endpoint = platform.shown.at(-1) ?? "";
    if (change === "deleted") platform.remove(sandbox, live.id);
    if (change === "clientId") platform.modify(sandbox, live.id, { clientId: "by-hand" });
    if (change === "endpoint") platform.modify(sandbox, live.id, { [endpoint]: "https://by-hand.example.com/v2.0" });
    if (change === "secret") await platform.changeSecret?.(sandbox, live.id);
    if (change === "used") platform.use(sandbox, live.id);
  }

  get #host(): string {
    return this.#settings["test:host"] ?? "";
  }

  /** Other hosts may have only what a failed run left before the host was changed. */
  #forgetDoubtful(): void {
    const { sandbox, platform } = this.#integration;
    for (const { id, host, clientId } of platform.stored(sandbox)) {
      if (host === this.#host) continue;
      // One that already had another app was left as it was.
      if (clientId !== "by-hand") expect([...this.#doubtful]).toContain(host);
      platform.remove(sandbox, id);
    }
  }
}
