import { APPLICATION_RULES } from "./applicationRules.ts";
import { CREDENTIAL_RULES } from "./credentialRules.ts";
import { ENDPOINT_RULES } from "./endpointRules.ts";
import type { ResourceRule } from "./rule.ts";

/** Rules that check one resource at a time. */
export const RESOURCE_RULES: readonly ResourceRule[] = [...APPLICATION_RULES, ...CREDENTIAL_RULES, ...ENDPOINT_RULES];
