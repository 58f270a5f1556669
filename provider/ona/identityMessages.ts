import { type Answer, emptyAnswer } from "../connect/connection.ts";
import type { Identity } from "./api.ts";
import { type GetAuthenticatedIdentityResponse, Principal } from "./gen/gitpod/v1/identity_pb.js";

export { IdentityService as service } from "./gen/gitpod/v1/identity_pb.js";

export function readIdentity({ subject, organizationId }: GetAuthenticatedIdentityResponse, answer: Answer): Identity {
  if (subject === undefined || subject.id === "") throw emptyAnswer("identity", answer);
  return { id: subject.id, principal: Principal[subject.principal] ?? "UNSPECIFIED", organizationId };
}
