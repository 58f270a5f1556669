import { type Html, html } from "../../../pages/html.ts";
import type { Tone } from "../rows.ts";

/** What is marked on the time line. The shape says it too, for whoever does not see the colour. */
export type Mark = "warns" | "renews" | "ends";

/** Around the point (0, 0), in a square of 16. */
const SHAPES: Readonly<Record<Mark, string>> = {
  warns: "M0 -8 8 6 -8 6Z",
  renews: "M0 -7A7 7 0 0 1 0 7 7 7 0 0 1 0 -7Z",
  ends: "M0 -9 9 0 0 9 -9 0Z",
};

/** A mark as tall as a line of text, with its centre at this place of a drawing. */
export function mark(kind: Mark, x: string): Html {
  return html`<svg class="mark" x="${x}" y="50%" width="1em" height="1em" viewBox="0 0 16 16" overflow="visible"><path class="${kind}" d="${SHAPES[kind]}"></path></svg>`;
}

/** A mark in front of its meaning. */
export function key(kind: Mark): Html {
  return html`<svg class="key" viewBox="-10 -10 20 20" aria-hidden="true"><path class="${kind}" d="${SHAPES[kind]}"></path></svg>`;
}

const CHECK = "M-5 0 -1.5 3.5 5 -3.5";
const EXCLAMATION = "M0 -3.5V2M0 5V5.1";

/** A round check mark where all is well, else a triangle with an exclamation mark. */
export function sign(tone: Tone): Html {
  const [shape, line] =
    tone === "good" ? ["M0 -9.5A9.5 9.5 0 0 1 0 9.5 9.5 9.5 0 0 1 0 -9.5Z", CHECK] : ["M0 -9 10 8 -10 8Z", EXCLAMATION];
  return html`<svg class="sign" viewBox="-10 -10 20 20" aria-hidden="true"><path class="shape" d="${shape}"></path><path class="line" d="${line}"></path></svg>`;
}
