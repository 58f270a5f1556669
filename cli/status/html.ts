import { escapeHtml } from "../../provider-kit/escapeHtml.ts";

/** Markup, as opposed to text that has to be escaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Part[];

/** Markup from a template: whatever is put into it is escaped, in attributes too, unless it is markup itself. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: template }, ...parts.map(markupOf)));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  return Array.isArray(part) ? part.map(markupOf).join("") : escapeHtml(String(part));
}
