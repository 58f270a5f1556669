import { Command } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { documentation } from "../shared/packaged.ts";
import { fitted, type Output } from "../shared/terminal.ts";
import { COMMANDS, type CommandEntry } from "./commands.ts";

/** Of help that is not for a terminal. */
const WIDTH = 120;

const NOTES = `
Examples:
  npx gitpod-azure-devops setup
  npx gitpod-azure-devops activate --stack prod
  npx gitpod-azure-devops status --json

Exit codes of all commands:
    0  done, or all is well
    1  something failed
    2  wrong usage: a flag, a missing argument, no such stack
    3  something needs a person
  130  interrupted (Ctrl-C)

A command works in the folder with the project's Pulumi.yaml. More: ${documentation("README.md")}`;

/**
 * The whole command line. Of its commands only those are loaded that the arguments name; of the others it knows name and
 * summary.
 *
 * @param output where help is written
 */
export async function programFor(args: readonly string[], output: Output = process.stdout): Promise<Command> {
  const program = new Command("npx gitpod-azure-devops")
    .description("Azure DevOps for Gitpod Classic and Ona: sets up stacks, and shows what they need.")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .addHelpCommand(new Command("help").argument("[command]").description("print its help").helpGroup("Other:"))
    .configureOutput({
      writeOut: (text) => output.write(fitted(text, output)),
      outputError: (text, write) => write(fitted(text, process.stderr)),
      getOutHelpWidth: () => (output.isTTY && output.columns) || WIDTH,
    })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError("(use --help for a list of options)")
    .exitOverride()
    .addHelpText("after", NOTES);
  for (const entry of COMMANDS) {
    program.addCommand(await commandOf(entry, args, program), { hidden: entry.group === undefined });
  }
  return program;
}

async function commandOf(entry: CommandEntry, args: readonly string[], program: Command): Promise<Command> {
  const command = args.includes(entry.name) ? (await entry.load()).command : new Command();
  command.name(entry.name).summary(entry.summary).copyInheritedSettings(program);
  return entry.group === undefined ? command : command.helpGroup(entry.group);
}
