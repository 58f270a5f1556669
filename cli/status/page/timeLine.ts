import { type Html, html } from "../../../pages/html.ts";
import { DAY } from "../../shared/dates.ts";
import { type Course, courseWords, type SecretAhead, secretsAhead } from "../ahead.ts";
import type { Report } from "../model.ts";
import { key, type Mark, mark } from "./shapes.ts";

/** Days that the line shows at least, and at most. */
const SHORTEST = 92;
const LONGEST = 366;

/** From the time of the report to the last end. */
interface Scale {
  readonly from: number;
  readonly to: number;
}

/** When each client secret ends, is renewed and is warned about. The drawings only repeat the words beside them. */
export function timeLineOf(report: Report): Html {
  const secrets = secretsAhead(report);
  if (secrets.length === 0) return html``;
  const scale = scaleOf(secrets, report.readAt);
  const months = monthsIn(scale);
  return html`<section aria-labelledby="ahead">
<h2 id="ahead">Client secrets ahead</h2>
<ul class="keys">
<li>${key("warns")} warnings begin</li>
<li>${key("renews")} renewed by the next deployment</li>
<li>${key("ends")} ends</li>
</ul>
<div class="lane" aria-hidden="true">
<svg class="line">${months.map(monthName)}</svg>
</div>
<ol class="lanes">
${secrets.map((secret) => laneOf(secret, scale, months))}</ol>
</section>`;
}

function laneOf(secret: SecretAhead, scale: Scale, months: readonly Month[]): Html {
  const { headline, detail, tone } = courseWords(secret, scale.from);
  return html`<li class="lane">
<span class="whose"><b>${secret.stack}</b> ${secret.places}</span>
<span class="what"><b class="${tone}">${headline}</b> ${detail}</span>
<svg class="line" aria-hidden="true">${months.map(({ x }) => html`<rect class="month" x="${x}" y="-40%" width="1" height="180%"></rect>`)}${drawing(secret, scale)}</svg>
</li>
`;
}

/** A secret's life as bars from one time to the next, and the marks at their ends. */
function drawing({ course, secret }: SecretAhead, scale: Scale): Html {
  const now = scale.from;
  const end = Date.parse(secret.expiresAt);
  const renewal = Date.parse(secret.renewsAt ?? secret.expiresAt);
  const warning = Date.parse(secret.warnsAt ?? secret.expiresAt);
  const parts: Readonly<Record<Course, readonly Html[]>> = {
    ended: [at("ends", now, scale)],
    refused: [at("ends", now, scale)],
    ending: [bar("notice", now, end, scale), at("warns", now, scale), at("ends", end, scale)],
    calm: [
      bar("life", now, warning, scale),
      bar("notice", warning, end, scale),
      at("warns", warning, scale),
      at("ends", end, scale),
    ],
    due: [bar("spare", now, end, scale), at("renews", now, scale), at("ends", end, scale)],
    renewed: [
      bar("life", now, renewal, scale),
      bar("spare", renewal, end, scale),
      at("renews", renewal, scale),
      at("ends", end, scale),
    ],
  };
  return html`${parts[course]}`;
}

/** Height of each bar: thick where somebody is warned, thin where the next secret is there already. */
const HEIGHTS = { life: 40, notice: 70, spare: 14 };

function bar(kind: keyof typeof HEIGHTS, start: number, end: number, scale: Scale): Html {
  const [from, to] = [share(start, scale), share(end, scale)];
  const height = HEIGHTS[kind];
  return html`<rect class="${kind}" x="${percent(from)}" y="${(100 - height) / 2}%" width="${percent(Math.max(0, to - from))}" height="${height}%"></rect>`;
}

/** Nothing beyond the end of the line. */
function at(kind: Mark, time: number, scale: Scale): Html {
  return time > scale.to ? html`` : mark(kind, percent(share(time, scale)));
}

function scaleOf(secrets: readonly SecretAhead[], from: number): Scale {
  const last = Math.max(...secrets.map(({ secret }) => Date.parse(secret.expiresAt)));
  const length = Math.min(LONGEST * DAY, Math.max(SHORTEST * DAY, last - from));
  // The mark of the last end has room, too.
  return { from, to: from + length * 1.02 };
}

/** From 0 to 1. */
function share(time: number, { from, to }: Scale): number {
  return Math.min(1, Math.max(0, (time - from) / (to - from)));
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

interface Month {
  readonly name: string;
  readonly x: string;
}

/** The first days of the months. */
function monthsIn(scale: Scale): Month[] {
  const start = new Date(scale.from);
  const firsts = Array.from({ length: 14 }, (_, index) =>
    Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1 + index),
  );
  return firsts
    .filter((time) => time < scale.to)
    .map((time) => ({
      name: share(time, scale) < LAST_NAME ? monthNameOf(time) : "",
      x: percent(share(time, scale)),
    }));
}

/** Where a name still fits on the line of a phone. */
const LAST_NAME = 0.88;
const MONTH = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

/** January has its year. */
function monthNameOf(time: number): string {
  const date = new Date(time);
  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : MONTH.format(time);
}

function monthName({ name, x }: Month, index: number): Html {
  return html`<text class="${index % 2 === 0 ? "name" : "name minor"}" x="${x}" y="1em">${name}</text>`;
}
