import type { Finding, IntegrationStatus, Role } from "./model.ts";

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
  /** Who has to act after a renewal. */
  readonly afterRenewalBy?: Role;
  /** What people have to do after an integration or its app was deleted and made again, as a sentence. */
  readonly afterLoss: string;
  readonly afterLossBy: Role;
}
