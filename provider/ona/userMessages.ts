import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { type Answer, emptyAnswer } from "../connect/connection.ts";
import type { PersonalAccessToken as TokenMessage } from "./gen/gitpod/v1/user_pb.js";
import type { PersonalAccessToken } from "./types.ts";

export { UserService as service } from "./gen/gitpod/v1/user_pb.js";

export function readToken(message: TokenMessage, answer: Answer): PersonalAccessToken {
  const { id, userId, createdAt, expiresAt, lastUsed, readOnly } = message;
  if (id === "") throw emptyAnswer("personal access token", answer);
  const times = { createdAt: timeOf(createdAt), expiresAt: timeOf(expiresAt), lastUsedAt: timeOf(lastUsed) };
  return { id, userId, ...times, readOnly };
}

/** A server may write an empty time instead of leaving it out. */
function timeOf(timestamp: Timestamp | undefined): number | undefined {
  const time = timestamp === undefined ? 0 : timestampMs(timestamp);
  return time > 0 ? time : undefined;
}
