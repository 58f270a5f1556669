import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, type ServiceImpl } from "@connectrpc/connect";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import type { PersonalAccessTokenSchema, UserService } from "../../provider/ona/gen/gitpod/v1/user_pb.js";
import type { Token } from "../tokens.ts";
import type { Access } from "./access.ts";
import { selectOnaPage } from "./page.ts";
import { checkUuid } from "./uuid.ts";

const MAX_USER_IDS = 25;

function toMessage(
  { id, readOnly = false, createdAt, lastUsedAt, expiresAt }: Token<unknown>,
  userId: string,
): MessageInitShape<typeof PersonalAccessTokenSchema> {
  return {
    id,
    userId,
    description: readOnly ? "reads" : "does everything",
    createdAt: timestampFromMs(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: timestampFromMs(expiresAt) }),
    ...(lastUsedAt === undefined ? {} : { lastUsed: timestampFromMs(lastUsedAt) }),
    readOnly,
  };
}

/** Lists also tokens that have ended, and says of none that it is the caller's. */
export function userService(access: Access): ServiceImpl<typeof UserService> {
  return {
    listPersonalAccessTokens({ filter, pagination }, { requestHeader, url }) {
      if (access.checkRead(requestHeader).owner !== Principal.USER) {
        throw new ConnectError("a service account has no personal access tokens", Code.PermissionDenied);
      }
      const wanted = filter?.userIds ?? [];
      if (wanted.length > MAX_USER_IDS) {
        const message = `validation error: filter.user_ids: value must contain no more than ${MAX_USER_IDS} items`;
        throw new ConnectError(message, Code.InvalidArgument);
      }
      for (const id of wanted) checkUuid("filter.user_ids", id);
      const all = wanted.length === 0 || wanted.includes(access.userId) ? access.tokensOfUser() : [];
      const { items, nextToken } = selectOnaPage(all, pagination, url);
      return { personalAccessTokens: items.map((each) => toMessage(each, access.userId)), pagination: { nextToken } };
    },
  };
}
