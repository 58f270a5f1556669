/** Colours of the page by name, for light and dark. Every text has a contrast of 4.5 or more on both grounds (WCAG AA). */
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
  },
} as const;

function variables(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");
}

/** On a narrow screen each row becomes a card, in which every cell has its heading beside it. */
export const STYLE = `
:root{color-scheme:light dark;${variables(COLOURS.light)}}
@media(prefers-color-scheme:dark){:root{${variables(COLOURS.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:90rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground)}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
a{color:var(--link)}
code{font:.9em ui-monospace,monospace;background:var(--raised);padding:.1em .3em;border-radius:.2em}
caption,.muted{color:var(--muted);text-align:left}
caption{padding:.5rem 0}
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--raised);white-space:nowrap}
meter{display:block;width:6rem;height:1rem}
.good{color:var(--good)}
.bad{color:var(--bad);font-weight:600}
.error td{font-weight:400}
ul{padding-left:1.25rem}
li,.error td{overflow-wrap:anywhere}
li{margin:.5rem 0}
@media(max-width:70rem){
table,tbody,tr,th,td,caption{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;overflow:hidden}
tbody th,tbody td{display:grid;grid-template-columns:9rem 1fr;gap:.5rem;padding:.4rem .75rem;overflow-wrap:anywhere}
tbody th{background:var(--raised)}
tbody tr>:last-child{border-bottom:0}
tbody [data-heading]::before{content:attr(data-heading);color:var(--muted);font-weight:400}
tbody .error td{display:block}
}
@media print{body{max-width:none}tr{break-inside:avoid}}
`;
