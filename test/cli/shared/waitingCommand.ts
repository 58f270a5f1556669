import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { runCommand, tellingErrors } from "../../../cli/shared/commandLine.ts";

interface Options {
  readonly own?: boolean;
  readonly fail?: string;
}

/** Says that it is ready, and waits. With --own it handles Ctrl-C itself; with --fail it fails with this message. */
const command = new Command()
  .option("--own")
  .option("--fail <message>")
  .action(async ({ own, fail }: Options) => {
    if (fail !== undefined) return tellingErrors(true, () => Promise.reject(new Error(fail)));
    if (own) process.on("SIGINT", () => process.exit(7));
    console.log("ready");
    await setTimeout(60_000);
  });
await runCommand(command);
