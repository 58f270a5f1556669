import { NAME } from "../../stack/integrationsSetting.ts";
import type { PropertyChange, Step } from "../engine/engineRun.ts";
import { capitalized } from "../shared/text.ts";
import type { Kind } from "./platform.ts";

/** Whether people have nothing stored for the integration yet. */
export function isNew(step: Step): boolean {
  return step.change === "create" || step.change === "replace" || hasFirstApp(step);
}

function hasFirstApp(step: Step): boolean {
  const app = changeOf(step, "clientId");
  return app !== undefined && app.before === undefined;
}

export function changesAny({ change, properties }: Step, names: readonly string[]): boolean {
  return change === "update" && properties.some(({ path }) => names.includes(path));
}

export function changeOf({ change, properties }: Step, name: string): PropertyChange | undefined {
  return change === "update" ? properties.find(({ path }) => path === name) : undefined;
}

/** The command that prints the page to open. Only the stack's own integration has an output for it. */
export function linkCommand(integrations: readonly Step[], link: string): string {
  const areOwn = integrations.every(({ name }) => name === `${NAME}-integration`);
  return areOwn ? `\`pulumi stack output ${link}\`` : "`npx gitpod-azure-devops activate --integration <name>`";
}

/** The start of a sentence about somebody: "After the deployment each", or "Each" when it is over. */
export function after(kind: Kind, word: string): string {
  return kind === "preview" ? `After the deployment ${word}` : capitalized(word);
}
