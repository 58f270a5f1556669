import { execFileSync } from "node:child_process";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The process that runs this command somewhere below the given one. */
export function descendant(ancestor: number, command: string): number {
  const processes = allProcesses();
  const below = new Set([ancestor]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of processes) if (below.has(parent)) below.add(pid);
  }
  const found = processes.find((process) => below.has(process.pid) && process.command.includes(command));
  if (found === undefined) throw new Error(`no process below ${ancestor} runs ${command}`);
  return found.pid;
}

function allProcesses(): Process[] {
  const lines = execFileSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), command: command ?? "" };
  });
}
