import { availableParallelism } from "node:os";

/** Many tests wait, for a process or for what a cloud shows late: more workers than cores save a sixth of the time. */
export const WORKERS = Math.ceil(1.5 * availableParallelism());
