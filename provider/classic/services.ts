import type { MissingToken } from "../connect/missingToken.ts";
import type { Retry } from "../connect/retry.ts";
import type { TryCredentials } from "../entra/tokenEndpoint.ts";
import type { IntegrationApi } from "./integrationApi.ts";
import type { OrganizationApi } from "./organizations.ts";

export interface IntegrationServices {
  readonly api: IntegrationApi;
  readonly retry: Pick<Retry, "backOff" | "maxRetries">;
  readonly tryCredentials: TryCredentials;
  /** Host name of the Gitpod installation. */
  readonly gitpodHost: string;
  readonly warnOfMissingToken: MissingToken;
  /** The API of an earlier installation of this provider; undefined where its token is not known. */
  formerApi(host: string): IntegrationApi | undefined;
}

/** What functions need besides. */
export interface ClassicServices extends IntegrationServices {
  readonly organizations: OrganizationApi;
}
