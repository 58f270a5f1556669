import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { EngineEvent, OpMap, OutputMap, PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { type ThrowawayStack, throwawayStack } from "../../../cli/engine/throwawayStack.ts";
import { findPulumi } from "../../../cli/pulumi/find.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../sandbox/index.ts";
import { shiftDate, shiftedEnvironment } from "../../support/timeTravel/shiftedDate.ts";
import { CLASSIC_UNDER_TEST } from "./platforms/classic.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

const run = promisify(execFile);

export type Operation = "preview" | "up" | "refresh" | "destroy";

/** What one run of the engine did and printed. */
export interface Run {
  readonly failed: boolean;
  /** Number of resources by what was (or would be) done to them. */
  readonly changes: OpMap;
  readonly output: string;
  readonly events: readonly EngineEvent[];
}

export interface DeploymentOptions {
  readonly sandbox?: SandboxOptions;
  /** Whose settings the stack has. Default: Gitpod Classic. */
  readonly platform?: PlatformUnderTest;
  /** Added to the platform's settings; undefined removes one. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder of the project; by default this repository. */
  readonly project?: string;
  readonly program?: PulumiFn;
  /** Runs program, plugin and sandbox on a clock that {@link Deployment.travel} moves. */
  readonly timeTravel?: boolean;
}

const DAY = 86_400_000;

/** The project's program on the real engine, against a sandbox of its own. Remembers all output. */
export class Deployment {
  readonly sandbox: Sandbox;
  readonly stack: Stack;
  readonly #throwaway: ThrowawayStack;
  readonly #time: { ahead: number };
  readonly #backToPresent: () => void;
  #printed = "";

  static async start(options: DeploymentOptions = {}): Promise<Deployment> {
    const { command } = await findPulumi();
    const time = { ahead: 0 };
    const backToPresent = options.timeTravel ? shiftDate(() => time.ahead) : () => undefined;
    const sandbox = await startSandbox(options.sandbox);
    const { platform = CLASSIC_UNDER_TEST } = options;
    const wanted = Object.entries({ ...platform.stackSettings(sandbox), ...options.settings });
    const throwaway = await throwawayStack({
      command,
      settings: Object.fromEntries(wanted.filter((entry): entry is [string, string] => entry[1] !== undefined)),
      secretSettings: { [platform.tokenSetting]: platform.token(sandbox) },
      environment: { ...sandbox.environment(), ...options.environment },
      ...(options.project === undefined ? {} : { project: options.project }),
      ...(options.program === undefined ? {} : { program: options.program }),
    });
    return new Deployment(sandbox, throwaway, time, backToPresent);
  }

  private constructor(sandbox: Sandbox, throwaway: ThrowawayStack, time: { ahead: number }, backToPresent: () => void) {
    this.#time = time;
    this.#backToPresent = backToPresent;
    this.sandbox = sandbox;
    this.#throwaway = throwaway;
    this.stack = throwaway.stack;
  }

  preview(): Promise<Run> {
    return this.#run("preview", (options) => this.stack.preview({ ...options, diff: true }));
  }

  up(more: { refresh?: boolean; replace?: string[] } = {}): Promise<Run> {
    return this.#run("up", (options) => this.stack.up({ ...options, ...more }));
  }

  refresh(): Promise<Run> {
    return this.#run("refresh", (options) => this.stack.refresh(options));
  }

  destroy(more: { refresh?: boolean } = {}): Promise<Run> {
    return this.#run("destroy", (options) => this.stack.destroy({ ...options, ...more }));
  }

  set(name: string, value: string): Promise<void> {
    return this.stack.setConfig(name, { value });
  }

  /** Moves time ahead for both clouds and for the plugin of the next run. */
  travel(days: number): void {
    this.#time.ahead += days * DAY;
    Object.assign(this.stack.workspace.envVars, shiftedEnvironment(this.#time.ahead));
  }

  outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  /** The state, with encrypted secrets unless they are asked for. */
  async state({ showSecrets = false } = {}): Promise<string> {
    const { workspace, name } = this.stack;
    const environment = { ...process.env, ...workspace.envVars, PULUMI_HOME: workspace.pulumiHome };
    const secrets = showSecrets ? ["--show-secrets"] : [];
    const { stdout } = await run(workspace.pulumiCommand.command, ["stack", "export", "--stack", name, ...secrets], {
      cwd: workspace.workDir,
      env: environment,
    });
    return stdout;
  }

  /** Everything that the engine, the providers and the program have printed, with events. */
  printed(): string {
    return this.#printed;
  }

  async close(): Promise<void> {
    this.#backToPresent();
    await this.sandbox.close();
    await this.#throwaway.close();
  }

  /** Pulumi's azuread plugin logs Graph's answers, even a new secret, at debug level: see docs/reliability.md. */
  #isPluginLog({ diagnosticEvent }: EngineEvent): boolean {
    return this.sandbox.azuread.kind === "real" && diagnosticEvent?.prefix?.startsWith("debug") === true;
  }

  async #run(operation: Operation, run: (options: RunOptions) => Promise<unknown>): Promise<Run> {
    const output: string[] = [];
    const events: EngineEvent[] = [];
    const onOutput = (text: string) => output.push(text);
    const onEvent = (event: EngineEvent) => events.push(event);
    const failed = await run({ color: "never", onOutput, onError: onOutput, onEvent }).then(
      () => false,
      (error: unknown) => {
        output.push(String(error));
        return true;
      },
    );
    const ours = events.filter((event) => !this.#isPluginLog(event));
    this.#printed += `${operation}:\n${output.join("")}\n${JSON.stringify(ours)}\n`;
    const summary = events.find((event) => event.summaryEvent !== undefined)?.summaryEvent;
    return { failed, changes: summary?.resourceChanges ?? {}, output: output.join(""), events };
  }
}

interface RunOptions {
  readonly color: "never";
  onOutput(text: string): void;
  onError(text: string): void;
  onEvent(event: EngineEvent): void;
}

/** The kinds of change in a run, without what stays the same. */
export function changedKinds(run: Run): Partial<OpMap> {
  const { same: _, ...changed } = run.changes;
  return changed;
}
