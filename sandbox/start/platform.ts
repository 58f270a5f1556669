import type { Clock } from "../../provider-kit/clock.ts";
import type { AzureDevOps } from "../azureDevOps.ts";
import type { Service } from "../server.ts";

/** What a platform needs to start. */
export interface Start<Options> {
  readonly options: Options;
  readonly clock: Clock;
  readonly azureDevOps: AzureDevOps;
  /** Serves a cloud on this port, or on a free one, and returns the port. */
  serve(service: Service, port: number | undefined): Promise<number>;
}

/** Stack settings by their full name. */
export type Settings = Record<string, string>;
