import { isAbsolute } from "node:path";
import { CliUnavailable } from "../../pulumi/sources.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  win32: "winget install pulumi",
  darwin: "brew install pulumi/tap/pulumi",
};

/** Command that installs the Pulumi CLI on this system, with its language hosts. */
export function installPulumi(platform: NodeJS.Platform = process.platform): string {
  return INSTALL[platform] ?? "curl -fsSL https://get.pulumi.com | sh";
}

export const pulumiCli: Check = {
  group: "Machine",
  name: "pulumi-cli",
  async run({ cli }) {
    try {
      const { command, source } = await cli();
      const hint = isAbsolute(command.command) ? ` as ${command.command}, and none on PATH` : "";
      return [good(`The Pulumi CLI ${command.version} is ${source}${hint}.`)];
    } catch (error) {
      if (!(error instanceof CliUnavailable)) throw error;
      const tried = error.attempts.map(({ name, reason }) => `${name}: ${reason}`).join("; ");
      return [bad(`There is no Pulumi CLI (${tried}).`, installPulumi())];
    }
  },
};
