import { type Html, html, type Part } from "../../pages/html.ts";
import { hiddenFields } from "../html.ts";

interface Wanted {
  /** Path of the action. */
  readonly action: string;
  readonly label: string;
  /** What the button is about, for those who hear it apart from what stands around it. */
  readonly about?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A form with one button, and the controls before it. */
export function form({ action, label, about, fields = {} }: Wanted, ...controls: Part[]): Html {
  const name = about === undefined ? html`` : html` aria-label="${label}: ${about}"`;
  return html`<form method="post" action="/${action}">${hiddenFields(fields)}${controls}<button${name}>${label}</button></form>`;
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

export function select(name: string, label: Part, options: readonly Option[], chosen?: string): Html {
  const items = options.map(
    ({ value, text }) => html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`,
  );
  return html`<label>${label} <select name="${name}">${items}</select></label> `;
}

/** Terms with their descriptions. */
export function terms(entries: Readonly<Record<string, Part>>): Html {
  return html`<dl>
${Object.entries(entries).map(([term, description]) => html`<div><dt>${term}</dt><dd>${description}</dd></div>\n`)}</dl>`;
}

export function list(items: readonly Html[], none: string): Html {
  if (items.length === 0) return html`<p class="muted">${none}</p>`;
  return html`<ul>${items.map((item) => html`<li>${item}</li>\n`)}</ul>`;
}
