import type { Finding, IntegrationStatus } from "./model.ts";

/** How the answer about an integration came about. */
export interface Asked {
  readonly stack: string;
  /** The clouds were asked just now; otherwise the answer is from the state. */
  readonly live: boolean;
  /** The stack has other integrations too. */
  readonly several: boolean;
}

/** What is told differently of each platform. */
export interface PlatformStatus {
  /** The findings about an integration that exists, but is not verified. */
  unverified(status: IntegrationStatus, asked: Asked): Finding[];
  /** What a renewal of the client secret means for people, after "the next deployment renews it, ". */
  readonly afterRenewal: string;
}
