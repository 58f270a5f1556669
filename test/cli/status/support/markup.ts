/** A tag or a text in a page. */
export interface Piece {
  /** Such as `td` and `/td`; empty for a text. */
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Without entities. */
  readonly text: string;
}

const PIECE = /<(!?\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>|([^<]+)/giy;
const ATTRIBUTE = /\s+([a-z-]+)(?:="([^"]*)")?/gi;
const VOID = new Set(["!doctype", "meta"]);

/** Parses a page as strictly as XML. Throws when a tag is not closed, or something is neither tag nor text. */
export function pieces(page: string): Piece[] {
  const found: Piece[] = [];
  const open: string[] = [];
  let end = 0;
  for (const [whole, tag = "", attributes = "", text = ""] of page.matchAll(PIECE)) {
    end += whole.length;
    found.push({ tag: tag.toLowerCase(), attributes: readAttributes(attributes), text: decoded(text) });
    if (tag.startsWith("/") && open.pop() !== tag.slice(1)) throw new Error(`${whole} closes nothing`);
    if (tag !== "" && !tag.startsWith("/") && !VOID.has(tag.toLowerCase())) open.push(tag);
  }
  if (end !== page.length) throw new Error(`neither tag nor text: ${page.slice(end, end + 80)}`);
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  return found;
}

/** The text of each element with this tag. */
export function texts(all: readonly Piece[], tag: string): string[] {
  return all.flatMap((piece, index) => {
    if (piece.tag !== tag) return [];
    const length = all.slice(index).findIndex((later) => later.tag === `/${tag}`);
    return [
      all
        .slice(index, index + length)
        .map(({ text }) => text)
        .join(""),
    ];
  });
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, decoded(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };

function decoded(text: string): string {
  return text.replace(/&(\w+|#\d+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
