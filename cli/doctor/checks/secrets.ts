import { SECRET_SIGNATURE } from "../../../provider-kit/engineMarks.ts";
import { PulumiFailure } from "../../pulumi/workspace.ts";
import type { Check } from "../check.ts";
import { bad, good, unknown } from "../model.ts";

/** Whether the stack's secrets can be decrypted. The value that is tried is dropped. */
export const secrets: Check = {
  group: "Backend",
  name: "secrets",
  async run(facts) {
    const { secretKeys, names } = await facts.config();
    const [key] = secretKeys;
    try {
      if (key !== undefined) {
        await facts.value(key);
        return [good(`The secret ${names.key(key)} can be decrypted.`)];
      }
      if (!(await facts.state()).includes(SECRET_SIGNATURE)) {
        return [unknown("The stack has no secret yet by which its passphrase could be tried.")];
      }
      await facts.decryptState();
      return [good("The secrets of the state can be decrypted.")];
    } catch (error) {
      if (!(error instanceof PulumiFailure)) throw error;
      const fix =
        error.reason === "passphrase" ? "export PULUMI_CONFIG_PASSPHRASE=<passphrase of the stack>" : undefined;
      return [bad(`The stack's secrets cannot be decrypted: ${error.message}.`, fix)];
    }
  },
};
