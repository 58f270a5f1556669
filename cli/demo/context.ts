import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation/index.js";
import { systemClock } from "../../provider-kit/clock.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { PlaceNames } from "../places/names.ts";
import { TokenEnds } from "../places/tokenEnds.ts";
import { assess } from "../status/assess.ts";
import type { Report } from "../status/model.ts";
import { readStack, withAnswers } from "../status/readStack.ts";
import type { Engine } from "./engine.ts";
import type { DemoPlatform } from "./platform.ts";
import type { Reporter } from "./reporter.ts";

/** What the steps of the demo work with. */
export interface Context {
  readonly engine: Engine;
  readonly sandbox: Sandbox;
  readonly platform: DemoPlatform;
  readonly reporter: Reporter;
  /** The reporter's output shows colours. */
  readonly colours: boolean;
  /** Everything that Pulumi has written to disk. */
  written(): Promise<string>;
  /** What `npx gitpod-azure-devops status` reads. */
  status(): Promise<Report>;
}

/** Reads the status of a stack, with drift. */
export async function statusOf({ workspace, name }: Stack): Promise<Report> {
  const { workDir, pulumiCommand, pulumiHome, envVars } = workspace;
  const home = pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome };
  const own = await LocalWorkspace.create({ workDir, pulumiCommand, envVars: { ...envVars, ...home } });
  const questions = { names: new PlaceNames(), tokenEnds: new TokenEnds(systemClock) };
  const reading = await withAnswers(await readStack(own, name, questions), questions);
  const readAt = systemClock.now();
  return { readAt, asked: true, stacks: [assess(reading, true, readAt)] };
}
