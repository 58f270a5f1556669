import * as gitpod from "@gitpod-azure-devops/gitpod";

const mine = gitpod.getOrganizationsOutput();
export const organizations = mine.apply((mine) => mine.organizations);
