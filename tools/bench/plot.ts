export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Labels {
  readonly title: string;
  /** Text for readers who cannot see the image. */
  readonly description: string;
  readonly x: string;
  readonly y: string;
}

const [WIDTH, HEIGHT] = [720, 400];
const MARGIN = { left: 64, right: 130, top: 40, bottom: 52 };
// Okabe and Ito's colours, which people with colour blindness can tell apart.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/** Draws lines with two logarithmic axes as an SVG image, readable on light and dark backgrounds. */
export function plot(series: readonly Series[], labels: Labels): string {
  const xs = series.flatMap(({ points }) => points.map(([x]) => x));
  const ys = series.flatMap(({ points }) => points.map(([, y]) => y));
  const x = scale(xs, MARGIN.left, WIDTH - MARGIN.right);
  const y = scale(ys, HEIGHT - MARGIN.bottom, MARGIN.top);
  const lines = series.map(({ name, points }, place) => {
    const colour = COLOURS[place % COLOURS.length];
    const path = points.map(([px, py]) => `${round(x(px))},${round(y(py))}`);
    const marks = path.map((point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3"/>`);
    const key = MARGIN.top + 18 * place;
    return `<g fill="${colour}" stroke="${colour}"><polyline points="${path.join(" ")}" fill="none" stroke-width="2"/>${marks.join("")}<rect x="${WIDTH - MARGIN.right + 14}" y="${key - 9}" width="10" height="10"/></g><text x="${WIDTH - MARGIN.right + 30}" y="${key}">${escapeXml(name)}</text>`;
  });
  const xTicks = [...new Set(xs)].map((value) => text(x(value), HEIGHT - MARGIN.bottom + 20, `${value}`, "middle"));
  const yTicks = decades(ys).map(
    (value) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="#808080" stroke-opacity="0.4"/>${text(MARGIN.left - 8, y(value) + 4, `${value}`, "end")}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(labels.title)}</title>
<desc id="description">${escapeXml(labels.description)}</desc>
<style>text{font:13px system-ui,sans-serif;fill:#24292f}@media(prefers-color-scheme:dark){text{fill:#d0d7de}}</style>
${yTicks.join("\n")}
${xTicks.join("\n")}
${lines.join("\n")}
${text(MARGIN.left, 20, labels.title, "start")}
${text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 10, labels.x, "middle")}
<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escapeXml(labels.y)}</text>
</svg>
`;
}

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  const span = most - least || 1;
  return (value) => from + ((Math.log(value) - least) / span) * (to - from);
}

/** 1, 2 and 5 times powers of ten in the range of the values. */
function decades(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const powers = Array.from({ length: 12 }, (_, place) => 10 ** (place - 6));
  return powers
    .flatMap((power) => [1, 2, 5].map((digit) => Number((digit * power).toPrecision(3))))
    .filter((value) => value >= least && value <= most);
}

function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
