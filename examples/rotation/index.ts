import * as gitpod from "@gitpod-azure-devops/gitpod";

const rotation = new gitpod.Rotation("rotation", {
  lifetimeDays: 180,
  rotateAfterDays: 150,
});
export const expiresAt = rotation.expiresAt;
