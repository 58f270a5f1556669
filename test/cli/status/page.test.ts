import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { STYLE } from "../../../cli/status/page/style.ts";
import { page } from "../../../cli/status/page.ts";
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
    expect(tags("table")[0]?.attributes["aria-labelledby"]).toBe("integrations");
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

  test("says first how many stacks need a person, and how many could not be read, with a sign of another shape", () => {
    expect(texts(all, "p").slice(0, 2)).toEqual([
      "4 of 6 stacks need a person.",
      "1 of 6 stacks could not be read in full.",
    ]);
    expect(texts(all, "strong")[0]).toBe("4 of 6");
    const calm = pieces(page(reportOf([reading()])));
    expect(texts(calm, "p")[0]).toBe("Nothing needs a person.");
    const shape = (found: readonly Piece[]) =>
      found.find(({ attributes }) => attributes.class === "shape")?.attributes.d;
    expect(shape(all)).not.toBe(shape(calm));
    expect(shape(calm)).toBeDefined();
  });

  test("says what is to do, by who has to do it, with commands as code and the link to activate", () => {
    expect(texts(all, "h2")).toEqual(["What needs whom", "Client secrets ahead", "Integrations"]);
    expect(texts(all, "h3")).toEqual([
      "An owner of organization Acme",
      "A person who may deploy",
      "Nobody: the next deployment does it",
    ]);
    const items = texts(all, "li").filter((text) => /^\w+: /.test(text));
    expect(items.map((text) => text.split(":")[0])).toEqual(["ending", "ending", "many", "ona", "new", "many"]);
    expect(texts(all, "code")).toContain("npx gitpod-azure-devops activate --stack ending");
    expect(tags("a").map(({ attributes }) => attributes.href)).toEqual([stored().link]);
    const calm = pieces(page(reportOf([reading({ integrations: [stored({ secret: undefined })] })])));
    expect(texts(calm, "h2")).toEqual(["Integrations"]);
  });

  test("labels each section by its heading", () => {
    const labels = tags("section").flatMap(({ attributes }) => attributes["aria-labelledby"] ?? []);
    expect(labels).toEqual(tags("h2").map(({ attributes }) => attributes.id));
    expect([tags("header"), tags("main"), tags("h1")].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  test("is loaded again only where that is wanted", () => {
    const reload = (found: readonly Piece[]) =>
      found
        .filter(({ attributes }) => attributes["http-equiv"] === "refresh")
        .map(({ attributes }) => attributes.content);
    expect(reload(all)).toEqual([]);
    expect(reload(pieces(page(variedReport(), 900_000)))).toEqual(["900"]);
  });

  test("has a stack's error in its own row", () => {
    expect(texts(all, "td")).toContain("Error: locked: the clouds could not be read: incorrect passphrase");
  });

  test("runs nothing and fetches nothing", () => {
    const loading = ["script", "link", "img", "iframe", "object", "embed", "form", "base", "use", "image"];
    expect(loading.flatMap(tags)).toEqual([]);
    const names = all.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => /^(src|on\w+|style|action|xlink|href)$/.test(name))).toEqual(["href"]);
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
    const integration = stored({ name, ...fields, placeName: foreign, verified: false });
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
    expect(contrast(COLOURS[scheme][text], COLOURS[scheme][ground])).toBeGreaterThanOrEqual(4.5);
  });

  const shapes = (["light", "dark"] as const).flatMap((scheme) =>
    (["good", "bad", "muted", "life"] as const).map((shape) => [scheme, shape] as const),
  );

  test.each(shapes)("%s: a shape in %s can be told from the ground", (scheme, shape) => {
    expect(contrast(COLOURS[scheme][shape], COLOURS[scheme].ground)).toBeGreaterThanOrEqual(3);
  });

  function contrast(one: string, other: string): number {
    const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  /** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
  function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
});
