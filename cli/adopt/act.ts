import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { errorMessage } from "../../provider-kit/errors.ts";
import type { EngineRun } from "../engine/engineRun.ts";
import { loggedRun } from "../engine/loggedRun.ts";
import { createMask } from "../engine/mask.ts";
import { readRun } from "../engine/readRun.ts";
import { pulumiWithInput } from "../pulumi/workspace.ts";
import type { Change } from "../setup/settings.ts";
import { type Target, write } from "../setup/stack.ts";
import type { Step } from "../shared/stepByStep.ts";
import { type ImportPlan, runImport } from "./imports.ts";
import type { Secret } from "./secret.ts";
import { EXISTING_SECRET } from "./settings.ts";

/** What is written, in this order. */
export interface Work {
  readonly target: Target;
  readonly secret: Secret;
  readonly changes: readonly Change[];
  readonly imports: ImportPlan;
}

/** Stores the secret, writes the settings and imports. Changes neither cloud. */
export async function takeOver(workspace: LocalWorkspace, work: Work, folder: string, step: Step): Promise<void> {
  const { target, secret, changes, imports } = work;
  if (secret.kind === "given") {
    const key = target.names.key(EXISTING_SECRET);
    await step("store the client secret", () =>
      pulumiWithInput(secret.value, workspace, "config", "set", "--secret", key, "--stack", target.name),
    );
  }
  await write(workspace, target, changes, step);
  if (imports.imports.length === 0) return;
  await step("import into the stack", () =>
    runImport(workspace, target, imports, folder).catch((error: unknown) => {
      throw new Error(`${errorMessage(error)} Until that is done, pulumi up would register another app`, {
        cause: error,
      });
    }),
  );
}

/** What the next deployment would do. */
export async function previewed(workspace: LocalWorkspace, { name }: Target): Promise<EngineRun> {
  return readRun(await loggedRun(workspace, "preview", "--stack", name), createMask(process.env));
}
