import { OnaAzureDevOpsIntegrationOutputs } from "./onaAzureDevOpsIntegrationSchema.ts";
export class OnaAzureDevOpsIntegration extends OnaAzureDevOpsIntegrationOutputs {
  constructor(name: string) {
    super("gitpod:index:OnaAzureDevOpsIntegration", name, undefined);
  }
}
