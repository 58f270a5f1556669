/**
 * Colours by name, for light and dark. Every text has a contrast of 4.5 or more on both grounds (WCAG AA), every shape of 3 or
 * more on the ground.
 */
export const COLOURS = {
  light: {
    ground: "#ffffff",
    raised: "#f4f6f8",
    line: "#d3d8de",
    text: "#1f2429",
    muted: "#545d68",
    good: "#17652f",
    bad: "#ab1f16",
    link: "#0a51a8",
    life: "#3a74b8",
  },
  dark: {
    ground: "#15181c",
    raised: "#1e2329",
    line: "#3a424c",
    text: "#e7e9ec",
    muted: "#a7b0ba",
    good: "#7fd99b",
    bad: "#ff9d93",
    link: "#8dbbff",
    life: "#5d9be6",
  },
} as const;

function variables(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");
}

/** What all pages have in common: colours for light and dark, and the look of text. */
export const BASE_STYLE = `
:root{color-scheme:light dark;${variables(COLOURS.light)}}
@media(prefers-color-scheme:dark){:root{${variables(COLOURS.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
a{color:var(--link)}
code{font:.9em ui-monospace,monospace;background:var(--raised);padding:.1em .3em;border-radius:.2em}
caption,.muted{color:var(--muted);text-align:left}
.good{color:var(--good)}
.bad{color:var(--bad);font-weight:600}
`;
