import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { runCommand } from "../../../cli/shared/commandLine.ts";

/** Says that it is ready, and waits. With --own it handles Ctrl-C itself. */
const command = new Command().option("--own").action(async ({ own }: { readonly own?: boolean }) => {
  if (own) process.on("SIGINT", () => process.exit(7));
  console.log("ready");
  await setTimeout(60_000);
});
await runCommand(command);
