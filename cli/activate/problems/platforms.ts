import type { PlatformName } from "../../../platforms/index.ts";
import { classicProblems } from "./classic.ts";
import { onaProblems } from "./ona.ts";
import type { OwnProblems } from "./platform.ts";

export const OWN_PROBLEMS: Readonly<Record<PlatformName, OwnProblems>> = { classic: classicProblems, ona: onaProblems };
