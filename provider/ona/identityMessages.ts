import { type Answer, emptyAnswer } from "../connect/connection.ts";
import { type GetAuthenticatedIdentityResponse, Principal } from "./gen/gitpod/v1/identity_pb.js";
import type { Identity } from "./types.ts";

export { IdentityService as service } from "./gen/gitpod/v1/identity_pb.js";

export function readIdentity({ subject, organizationId }: GetAuthenticatedIdentityResponse, answer: Answer): Identity {
  if (subject === undefined || subject.id === "") throw emptyAnswer("identity", answer);
  return { id: subject.id, principal: Principal[subject.principal] ?? "UNSPECIFIED", organizationId };
}
