import * as gitpod from "@gitpod-azure-devops/gitpod";

const mine = gitpod.getRunnersOutput();
export const runners = mine.apply((mine) => mine.runners);
