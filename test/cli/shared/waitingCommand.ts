import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { runCommand, tellingErrors } from "../../../cli/shared/commandLine.ts";
import { inTemporaryFolder } from "../../../cli/shared/temporaryFolder.ts";

interface Options {
  readonly own?: boolean;
  readonly fail?: string;
  readonly folder?: boolean;
}

const wait = () => setTimeout(60_000);

/**
 * Says that it is ready, and waits. With --own it handles Ctrl-C itself; with --fail it fails with this message; with --folder
 * it works in a temporary folder, and prints it.
 */
const command = new Command()
  .option("--own")
  .option("--fail <message>")
  .option("--folder")
  .action(async ({ own, fail, folder }: Options) => {
    if (fail !== undefined) return tellingErrors(true, () => Promise.reject(new Error(fail)));
    if (own) process.on("SIGINT", () => process.exit(7));
    if (!folder) {
      console.log("ready");
      return wait();
    }
    await inTemporaryFolder((path) => {
      console.log(path);
      return wait();
    });
  });
await runCommand(command);
