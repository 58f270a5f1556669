import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** A program in a long-running process, for tests with many runs. */
export class ProgramServer {
  readonly #child: ChildProcess;
  /** What to add to `pulumi up` or `pulumi preview`. */
  readonly flags: readonly string[];

  /** @param program path of the program; the project's own by default */
  static async start(environment: NodeJS.ProcessEnv, program?: string): Promise<ProgramServer> {
    const child = spawn(process.execPath, [MAIN, ...(program === undefined ? [] : [program])], {
      env: environment,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = await once(child.stdout, "data");
    return new ProgramServer(child, Number(String(port)));
  }

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.flags = [`--client=127.0.0.1:${port}`, "--exec-kind=auto.inline"];
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }
}
