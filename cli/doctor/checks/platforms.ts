import { PLATFORM_BY_NAME, type PlatformName } from "../../../platforms/index.ts";
import { ApiError } from "../../../provider/connect/errors.ts";
import { systemClock } from "../../../provider-kit/clock.ts";
import { AccountError } from "../../setup/account.ts";
import type { Account } from "../../setup/platform.ts";
import { keyOf } from "../../setup/settings.ts";
import { endWords, makeAnother, needsAnother } from "../../shared/tokenEnd.ts";
import { NoToken, type OpenedAccount } from "../account.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good, unknown } from "../model.ts";
import { PLATFORM_DOCTORS } from "../platforms.ts";
import { wantedPlaces } from "../wanted.ts";

/** The checks of every platform. Those of a platform that the stack does not use have nothing to say. */
export const platformChecks: readonly Check[] = (Object.keys(PLATFORM_DOCTORS) as PlatformName[]).flatMap((name) => [
  tokenCheck(name),
  placesCheck(name),
]);

/** Address of the API, and whose token it is. */
function tokenCheck(name: PlatformName): Check {
  const doctor = PLATFORM_DOCTORS[name];
  return {
    group: doctor.group,
    name: `${name}-token`,
    online: true,
    async run(facts) {
      if (!wantedPlaces((await facts.config()).values).has(name)) return [];
      try {
        const opened = await facts.account(name);
        const account = await opened.account().catch((error: unknown) => refused(error, opened, doctor.nextStep));
        if ("outcome" in account) return [account];
        const accepted = good(`${opened.address} accepts the token of ${opened.tokenFrom}. ${account.owner}`);
        return [accepted, ...doctor.aboutToken(account, opened.newToken), ...aboutEnd(account, name, opened.newToken)];
      } catch (error) {
        if (!(error instanceof NoToken)) throw error;
        return [bad(error.message, `pulumi config set --secret ${keyOf(doctor.setup.token)}`)];
      }
    },
  };
}

/** When the token ends, where the platform tells. */
function aboutEnd({ tokenEnd }: Account, name: PlatformName, newToken: string): Finding[] {
  if (tokenEnd === undefined) return [];
  const now = systemClock.now();
  const when = endWords("The token", tokenEnd, now);
  if (needsAnother(tokenEnd, now)) return [bad(`${when} ${makeAnother(PLATFORM_BY_NAME[name])}.`, newToken)];
  // It may be any of several tokens, of which one may end tomorrow.
  return [tokenEnd.certainty === "at-the-latest" ? unknown(when) : good(when)];
}

async function refused(
  error: unknown,
  { address, tokenFrom, newToken, elsewhere }: OpenedAccount,
  nextStep: (error: ApiError) => string,
): Promise<Finding> {
  if (!(error instanceof AccountError)) throw error;
  const { cause } = error;
  // Whoever is in no organization, or sees no runner.
  if (!(cause instanceof ApiError)) return bad(error.message, newToken);
  const message = `could not ask ${address} whose token that of ${tokenFrom} is: ${cause.quoted}. ${nextStep(cause)}`;
  if (error.tokenRefused) return bad(message, newToken);
  return bad(message, elsewhere && (await answers(elsewhere.account)) ? elsewhere.fix : undefined);
}

/** Whether there is an API, whatever it says of the token. */
async function answers(account: OpenedAccount["account"]): Promise<boolean> {
  return account().then(
    () => true,
    (error: unknown) => error instanceof AccountError && error.tokenRefused,
  );
}

/** The organizations or runners of the settings. */
function placesCheck(name: PlatformName): Check {
  const { setup, group, aboutPlace } = PLATFORM_DOCTORS[name];
  return {
    group,
    name: `${name}-${setup.placeFlag}s`,
    online: true,
    async run(facts) {
      const wanted = wantedPlaces((await facts.config()).values).get(name) ?? [];
      if (wanted.length === 0) return [];
      const opened = await facts.account(name);
      const account = await opened.account().catch((error: unknown) => {
        if (error instanceof AccountError) return undefined;
        throw error;
      });
      if (account === undefined) return [];
      return wanted.map((id) => {
        const place = account.places.find((each) => each.id.toLowerCase() === id.toLowerCase());
        if (place !== undefined) return aboutPlace(place);
        const all = account.places.map((each) => `${each.name} (${each.id})`).join(", ");
        const message = `The token's owner has no ${setup.placeFlag} ${id}. There is ${all}.`;
        return bad(message, "npx gitpod-azure-devops setup");
      });
    },
  };
}
