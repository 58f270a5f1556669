import { COMMANDS } from "../../cli/main/commands.ts";
import { programFor } from "../../cli/main/program.ts";

/** The help of the program and of each command, as they print it. */
export async function commandPages(): Promise<string> {
  let printed = "";
  const output = { write: (text: string) => (printed += text) };
  const program = await programFor(
    COMMANDS.map(({ name }) => name),
    output,
  );
  const visible = COMMANDS.filter(({ group }) => group !== undefined).map(({ name }) => name);
  const pages = [program, ...program.commands.filter((command) => visible.includes(command.name()))].map((command) => {
    printed = "";
    command.outputHelp();
    const title = command === program ? "## All" : `## ${command.name()}`;
    return `${title}\n\n\`\`\`text\n${printed.trim()}\n\`\`\`\n`;
  });
  return `\n${pages.join("\n")}\n`;
}
