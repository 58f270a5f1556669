import { CommanderError } from "commander";
import type { JournalEntry } from "./journal.ts";
import { environmentFor } from "./main/environment.ts";
import { instructions } from "./main/instructions.ts";
import { EXIT, type MainOptions, PORTS, sandboxCommand } from "./main/options.ts";
import { overviewOf } from "./main/overview.ts";
import { startPage } from "./page/server.ts";
import { describeSituation } from "./play/situations.ts";
import { playWhenReady } from "./play/whenReady.ts";
import { startPlayground } from "./playground.ts";

async function run(options: MainOptions): Promise<void> {
  const sandbox = await startPlayground(options);
  const page = await startPage(sandbox, options.pagePort).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  const overview = overviewOf(sandbox, page.url, await environmentFor(sandbox, process.env));
  const print = options.json ? () => {} : (text: string) => console.log(text);
  console.log(options.json ? JSON.stringify(overview, null, 2) : instructions(sandbox, overview));
  sandbox.journal.onEntry((entry) => print(formatEntry(entry)));
  for (const situation of options.play) {
    playWhenReady(sandbox, situation, () => {
      page.changed();
      print(`Played ${describeSituation(situation)}`);
    });
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void Promise.all([page.close(), sandbox.close()]));
  }
}

function formatEntry({ at, cloud, operation, status, fault, host, id }: JournalEntry): string {
  const time = new Date(at).toISOString().slice(11, 23);
  const subject = [host, id].filter((part) => part !== undefined).join(" ");
  const faultNote = fault === undefined ? "" : `  (${fault})`;
  return `${time}  ${cloud.padEnd(6)}  ${status ?? "cut"}  ${operation}${subject === "" ? "" : `  ${subject}`}${faultNote}`;
}

/** What to do about a port that is taken; undefined for any other error. */
function takenPort(error: unknown, options: MainOptions): string | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== "EADDRINUSE") return undefined;
  const name = PORTS.find((each) => options[`${each.name}Port`] === port)?.name;
  return `Port ${port} is taken: stop the other sandbox if one is running, or choose another port:\n  npm run sandbox -- --${name}-port <port>`;
}

const command = sandboxCommand((options) =>
  run(options).catch((error: unknown) => {
    console.error(takenPort(error, options) ?? error);
    process.exitCode = EXIT.failed;
  }),
);
try {
  await command.exitOverride().showHelpAfterError("(npm run sandbox -- --help lists the options)").parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
}
