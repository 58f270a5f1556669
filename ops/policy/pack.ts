import policy from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { fromWire } from "./fromWire.ts";
import { listenToEngine, markedResources } from "./markedResources.ts";
import { RESOURCE_RULES } from "./resourceRules.ts";
import type { Context, Resource, ResourceRule, StackRule } from "./rule.ts";
import { STACK_RULES } from "./stackRules.ts";

// Serves the rules as a policy pack to the engine that started this process.
listenToEngine();
new policy.PolicyPack("gitpod-azure-devops", {
  policies: [...RESOURCE_RULES.map(resourcePolicy), ...STACK_RULES.map(stackPolicy)],
});

function resourcePolicy(rule: ResourceRule): policy.ResourceValidationPolicy {
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: { properties: rule.config },
    validateResource({ type, name, urn, props, getConfig }, report) {
      const properties = fromWire(props) as Resource["properties"];
      for (const message of rule.check({ type, name, urn, properties }, context(), getConfig())) report(message);
    },
  };
}

function stackPolicy(rule: StackRule): policy.StackValidationPolicy {
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: { properties: rule.config },
    validateStack({ getConfig }, report) {
      for (const { urn, message } of rule.check(markedResources(), context(), getConfig())) report(message, urn);
    },
  };
}

function context(): Context {
  // Older CLIs do not pass the stack's settings to a policy pack.
  return { now: new Date(), gitpodHost: new pulumi.Config("gitpod").get("host") ?? process.env.GITPOD_HOST };
}
