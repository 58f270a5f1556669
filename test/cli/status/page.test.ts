import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { page } from "../../../cli/status/page.ts";
import { STYLE } from "../../../cli/status/pageStyle.ts";
import { COLOURS } from "../../../pages/style.ts";
import { type Piece, pieces, texts } from "./support/markup.ts";
import { clouds, drifted, reading, reportOf, stored, variedReport } from "./support/readings.ts";

const varied = page(variedReport());
const all = pieces(varied);
const tags = (tag: string) => all.filter((piece) => piece.tag === tag);

describe("the page", () => {
  test("has a language, a title, a time and the width of its screen", () => {
    expect(tags("html")[0]?.attributes.lang).toBe("en");
    expect(texts(all, "title")).toEqual(["Status of the Azure DevOps integrations"]);
    expect(tags("time")[0]?.attributes.datetime).toBe("2030-03-02T09:30:00.000Z");
    expect(tags("meta").map(({ attributes }) => attributes.content)).toContain("width=device-width, initial-scale=1");
  });

  test("has the table, with headings for all columns and rows, even when it is shown as cards", () => {
    const scopes = tags("th").map(({ attributes }) => attributes.scope);
    expect(scopes).toEqual([...Array(8).fill("col"), ...Array(7).fill("row")]);
    expect(texts(all, "caption")).toHaveLength(1);
    const cells = tags("td").filter(({ attributes }) => attributes.colspan === undefined);
    expect(cells).toHaveLength(7 * 7);
    expect(cells.every(({ attributes }) => attributes["data-heading"] !== undefined)).toBe(true);
    const roles = ["table", "thead", "tbody", "tr", "th", "td"].flatMap(tags).map(({ attributes }) => attributes.role);
    expect(roles).not.toContain(undefined);
  });

  test("shows each secret's lifetime as a meter with a name and a text", () => {
    const meters = tags("meter");
    expect(meters.map(({ attributes }) => attributes.value)).toEqual(["0.711", "0.067", "0.111", "0.711", "0.711"]);
    expect(meters.every(({ attributes }) => attributes["aria-label"])).toBe(true);
    expect(texts(all, "meter")[0]).toBe("52 days old, 128 left");
  });

  test("says what needs a person, and what does not, with commands as code and the link to activate", () => {
    expect(texts(all, "h2")).toEqual(["What needs a person", "What the next deployment does"]);
    expect(texts(all, "li").map((text) => text.split(":")[0])).toEqual([
      "ending",
      "ending",
      "many",
      "ona",
      "new",
      "many",
    ]);
    expect(texts(all, "code")).toContain("npx gitpod-azure-devops activate --stack ending");
    expect(tags("a").map(({ attributes }) => attributes.href)).toEqual([stored().link]);
    const calm = pieces(page(reportOf([reading()])));
    expect(texts(calm, "h2")).toEqual([]);
    expect(texts(calm, "p")[0]).toBe("Nothing needs a person.");
  });

  test("has a stack's error in its own row", () => {
    expect(texts(all, "td")).toContain("Error: locked: the clouds could not be read: incorrect passphrase");
  });

  test("runs nothing and fetches nothing", () => {
    const loading = ["script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"];
    expect(loading.flatMap(tags)).toEqual([]);
    const names = all.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => /^(src|on\w+|style|action)$/.test(name))).toEqual([]);
    expect(STYLE).not.toMatch(/url\(|@import/);
  });
});

describe("data from the state", () => {
  const NASTY = ["<", ">", "&", '"', "'", "`", "</td><script>", "\u001b", "\n", "&lt;", "javascript:", "é"];
  const text = fc
    .array(fc.oneof(fc.constantFrom(...NASTY), fc.string()), { maxLength: 6 })
    .map((parts) => parts.join(""));

  function pageWith(foreign: string): Piece[] {
    const name = `n${foreign}`;
    const fields = { gitpodHost: foreign, providerHost: foreign, organizationId: foreign, activationUrl: foreign };
    const integration = stored({ name, ...fields, verified: false });
    const gone = drifted({ type: foreign, name: foreign, properties: [foreign] });
    return pieces(
      page(
        reportOf([
          reading({
            stack: foreign,
            integrations: [integration],
            clouds: clouds({ [name]: false }, gone),
            lastUpdate: { kind: foreign, result: foreign, at: foreign },
            error: foreign,
          }),
        ]),
      ),
    );
  }

  const structure = (found: readonly Piece[]) =>
    found
      // Backticks become code elements, and nothing else does.
      .filter(({ tag }) => tag !== "" && tag !== "code" && tag !== "/code")
      .map(({ tag, attributes }) => `${tag} ${Object.keys(attributes)}`);

  test("changes no tag and no attribute of the page", () => {
    const harmless = structure(pageWith("harmless"));
    fc.assert(
      fc.property(text, (foreign) => {
        expect(structure(pageWith(foreign))).toEqual(harmless);
      }),
    );
  });

  test.each([
    ["javascript:alert(1)", []],
    ["https://gitpod.example.com/?a='b'&c", ["https://gitpod.example.com/?a='b'&c"]],
  ])("%s becomes a link only if it is a web page", (link, links) => {
    const integrations = [stored({ link, verified: false })];
    const found = pieces(page(reportOf([reading({ integrations })])));
    expect(found.filter(({ tag }) => tag === "a").map(({ attributes }) => attributes.href)).toEqual(links);
  });
});

describe("colours", () => {
  const texts = ["text", "muted", "good", "bad", "link"] as const;
  const grounds = ["ground", "raised"] as const;
  const pairs = (["light", "dark"] as const).flatMap((scheme) =>
    texts.flatMap((text) => grounds.map((ground) => [scheme, text, ground] as const)),
  );

  test.each(pairs)("%s: %s on %s has the contrast of WCAG AA", (scheme, text, ground) => {
    const [high, low] = [luminance(COLOURS[scheme][text]), luminance(COLOURS[scheme][ground])].sort((a, b) => b - a);
    expect(((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  /** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
  function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
});
