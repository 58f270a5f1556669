import { programFor } from "./main/program.ts";
import { runCommand } from "./shared/commandLine.ts";

const args = process.argv.slice(2);
await runCommand(await programFor(args), args);
