import { randomUUID } from "node:crypto";
import { ROTATION_TYPE } from "../../platforms/index.ts";
import { defineResource } from "../../provider-kit/resource.ts";
import { UNKNOWN } from "../../provider-kit/values.ts";
import { changedInputs, expiryWarning, isDue, issue, issuesAnew } from "./schedule.ts";
import { inputSchema, outputSchema } from "./schema.ts";

/** The issue date of a secret. It is kept in the state; there is no API behind it. */
export const rotation = defineResource<unknown, typeof inputSchema, typeof outputSchema>({
  token: ROTATION_TYPE,
  description:
    "Remembers when a secret was issued, so that its end date stays the same in every run until the secret is rotated. Exists in the stack's state only.",
  inputs: inputSchema,
  outputs: outputSchema,
  due: (state, news, clock) => (isDue(state, news.rotateAfterDays, clock.now()) ? ["issuedAt"] : []),
  preview: ({ old, changed }) =>
    old !== undefined && !issuesAnew(changed) ? {} : { generation: UNKNOWN, issuedAt: UNKNOWN, expiresAt: UNKNOWN },
  warning: expiryWarning,
  lifecycle: () => ({
    async create({ lifetimeDays }, { clock }) {
      return { id: randomUUID(), outputs: issue(1, lifetimeDays, clock.now()) };
    },
    async read(_id, state) {
      if (state === undefined) return undefined;
      const { generation, issuedAt, expiresAt } = state;
      return { inputs: {}, outputs: { generation, issuedAt, expiresAt } };
    },
    async update(_id, old, news, { clock }) {
      const now = clock.now();
      const renew = changedInputs(old, news).size > 0 || isDue(old, news.rotateAfterDays, now);
      const { generation, issuedAt, expiresAt } = old;
      return renew ? issue(generation + 1, news.lifetimeDays, now) : { generation, issuedAt, expiresAt };
    },
    async delete() {},
  }),
});
