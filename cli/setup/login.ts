import { spawn } from "node:child_process";
import { once } from "node:events";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { PulumiFailure, pulumi, stacksOf } from "../pulumi/workspace.ts";
import { type Choice, choose } from "./prompts.ts";

/** Asks where Pulumi keeps its states, unless it knows. */
export async function askForBackend(workspace: LocalWorkspace): Promise<void> {
  while (!(await isLoggedIn(workspace))) {
    const choices: Choice<"cloud" | "local">[] = [
      { value: "cloud", label: "In Pulumi Cloud (pulumi login)", hint: "for teams; it keeps the history too" },
      { value: "local", label: "In files on this machine (pulumi login --local)", hint: "nobody else can deploy" },
    ];
    const chosen = await choose("Where should Pulumi keep the state of what it makes", choices);
    if (chosen === "local") await pulumi(workspace, "login", "--local");
    else await logIn(workspace);
  }
}

async function isLoggedIn(workspace: LocalWorkspace): Promise<boolean> {
  return stacksOf(workspace).then(
    () => true,
    (error: unknown) => {
      if (error instanceof PulumiFailure && error.reason === "notLoggedIn") return false;
      throw error;
    },
  );
}

/** Pulumi itself asks for a token, or opens a browser. */
async function logIn({ pulumiCommand, workDir, envVars }: LocalWorkspace): Promise<void> {
  const env = { ...process.env, ...envVars };
  const child = spawn(pulumiCommand.command, ["login"], { cwd: workDir, env, stdio: "inherit" });
  await once(child, "close");
}
