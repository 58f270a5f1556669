import { escapeHtml } from "../../../provider-kit/escapeHtml.ts";

/** Markup, which needs no escaping. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | readonly Part[];

/** Markup from a template. Escapes every part, in attributes too, unless it is markup itself. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: template }, ...parts.map(markupOf)));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup;
  return Array.isArray(part) ? part.map(markupOf).join("") : escapeHtml(String(part));
}
