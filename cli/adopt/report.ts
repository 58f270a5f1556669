import type { EngineRun, Step as EngineStep } from "../engine/engineRun.ts";
import { kindOf, platformOfType } from "../engine/resourceKinds.ts";
import type { Place } from "../setup/account.ts";
import { type Change, type Config, LISTS, shortName } from "../setup/settings.ts";
import type { Styles } from "../shared/terminal.ts";
import { parseJson, plain } from "../shared/text.ts";
import type { Row } from "./compare.ts";
import type { Found } from "./find.ts";
import type { Import } from "./imports.ts";
import type { PlatformAdoption } from "./platform.ts";
import type { Secret } from "./secret.ts";
import { EXISTING_SECRET } from "./settings.ts";

/** All that is known before anything is written. Holds no secret. */
export interface View {
  readonly stack: string;
  readonly adoption: PlatformAdoption;
  readonly place: Place;
  readonly found: Found;
  readonly rows: readonly Row[];
  readonly before: Config;
  readonly changes: readonly Change[];
  readonly imports: readonly Import[];
  readonly secret: Secret["kind"];
  readonly warnings: readonly string[];
}

/** What was made by hand, beside what the program makes of it, and what is going to be written. */
export function overview(view: View, styles: Styles): string {
  const { adoption, stack, place, found, rows } = view;
  const { integration, application, principal } = found;
  const lines = [
    styles.bold(`Made by hand, for ${adoption.platform.displayName}, ${plain(place.name)}`),
    `  integration        ${plain(integration.host)}, ${integration.standing}, id ${plain(integration.id)}`,
    `  app registration   ${plain(application.displayName)}, client id ${plain(application.appId)}, object id ${plain(application.id)}`,
    `  service principal  ${principal === undefined ? "none" : `object id ${plain(principal.id)}`}`,
    "",
    styles.bold("Beside what the program makes of it (= the same, ~ changed by the next pulumi up)"),
    ...rows.map((row) => rowText(row, styles)),
    "",
    styles.bold(`Settings of the stack ${stack} to write`),
    ...settingLines(view),
    "",
    styles.bold("To import"),
    ...view.imports.map(({ type, name, id }) => `  ${kindOf(type) ?? type}  ${name}  ${plain(id)}`),
    ...(view.imports.length === 0 ? ["  nothing: the stack has all of it"] : []),
  ];
  return lines.join("\n");
}

function rowText({ of, property, now, wanted, differs, note }: Row, styles: Styles): string {
  const subject = `${of}, ${property}:`;
  if (!differs) return `  = ${subject} ${plain(now) || "none"}`;
  const change = now === wanted ? plain(now) : `${plain(now) || "none"} -> ${plain(wanted) || "none"}`;
  return styles.bold(`  ~ ${subject} ${change}${note === undefined ? "" : ` (${note})`}`);
}

function settingLines({ changes, before, secret }: View): string[] {
  const lines = changes.map(({ key, value }) => {
    const [was, is] = [valueText(key, before[key]), valueText(key, value)];
    return `  ${shortName(key)}  ${is === "" ? "(removed" : `${is}  (${was === "" ? "new" : "changed"}`}${was === "" ? "" : `, was ${was}`})`;
  });
  if (secret === "given" || secret === "needed") lines.push(`  ${shortName(EXISTING_SECRET)}  [secret]  (new)`);
  return lines.length === 0 ? ["  none: it has them"] : lines;
}

function valueText(key: string, value = ""): string {
  const list = LISTS.includes(key) ? parseJson(value || "[]") : undefined;
  return plain(Array.isArray(list) ? list.join(", ") : value);
}

/** What the next deployment would change, in words. */
export function outcome({ stack, adoption, secret }: View, { steps }: EngineRun): string {
  const unexpected = steps.filter((step) => !isSecretOnly(step));
  const shown = steps.map(
    (step) => `  ${stepText(step)}${isSecretOnly(step) ? " (it is never shown, so it cannot be compared)" : ""}`,
  );
  const heading = steps.length === 0 ? "The next pulumi up changes nothing." : "The next pulumi up changes this:";
  return [
    heading,
    ...shown,
    ...advice(unexpected.length > 0, secret, adoption),
    "",
    "Next:",
    ...nextSteps(stack, secret),
  ].join("\n");
}

function advice(differs: boolean, secret: Secret["kind"], { costOfNewSecret }: PlatformAdoption): string[] {
  if (secret === "nobody") return [`Nobody has the client secret, so it makes one: ${costOfNewSecret}.`];
  return differs
    ? ["Each of these is a difference between settings and consoles: change the setting, or let it change the app."]
    : [];
}

function nextSteps(stack: string, secret: Secret["kind"]): string[] {
  const activate = secret === "nobody" ? [`  npx gitpod-azure-devops activate --stack ${stack}`] : [];
  return [`  pulumi preview --diff --stack ${stack}`, `  pulumi up --stack ${stack}`, ...activate];
}

function stepText({ change, type, name, properties }: EngineStep): string {
  const paths = change === "update" ? `: ${properties.map(({ path }) => path).join(", ")}` : "";
  return `${change} ${kindOf(type) ?? type} ${name}${paths}`;
}

/** The integration's secret, which nobody can read, and nothing else. */
function isSecretOnly({ change, type, properties }: EngineStep): boolean {
  const paths = properties.map(({ path }) => path);
  return change === "update" && platformOfType(type) !== undefined && paths.join() === "clientSecret";
}

/** The document of --json. @param done whether something was written or all of it was there */
export function document(view: View, done: boolean, run: EngineRun | undefined): object {
  const { stack, adoption, place, found, rows, changes, imports, secret, warnings } = view;
  const { integration, application, principal } = found;
  const { id, host, clientId } = integration;
  return {
    ok: true,
    stack,
    platform: adoption.platform.name,
    [adoption.platform.placeId]: place.id,
    integration: { id, host, clientId },
    application: { objectId: application.id, clientId, name: application.displayName },
    servicePrincipal: principal === undefined ? null : { objectId: principal.id },
    differences: rows.filter(({ differs }) => differs).map(({ differs: _, ...row }) => row),
    settings: changes.map(({ key, kind }) => ({ setting: key, kind })),
    imports,
    secret,
    warnings,
    done,
    preview: run?.steps.map(({ change, type, name, properties }) => {
      return { change, type, name, properties: properties.map(({ path }) => path) };
    }),
  };
}
