import { nextStep } from "../../provider/ona/explain.ts";
import type { Runner } from "../../provider/ona/types.ts";
import { onaSetup } from "../setup/ona.ts";
import { ONA_API } from "../setup/settings/ona.ts";
import { bad, good, unknown } from "./model.ts";
import type { PlatformDoctor } from "./platform.ts";

export const onaDoctor: PlatformDoctor<Runner> = {
  setup: onaSetup,
  group: "Ona",
  addressKeys: [ONA_API],
  nextStep,
  aboutToken({ warnings, mayWrite }, newToken) {
    if (mayWrite === true) return [good("The token may write.")];
    if (warnings.length > 0) return warnings.map((text) => (mayWrite === false ? bad(text, newToken) : unknown(text)));
    return [
      unknown("Whether the token may write: Ona gave no clear answer. See it under Settings > Personal access tokens."),
    ];
  },
  aboutPlace(runner) {
    const warning = onaSetup.placeWarning(runner);
    return warning === undefined ? good(`${onaSetup.label(runner)}.`) : bad(warning);
  },
};
