import { BASE_STYLE } from "../../../pages/style.ts";

/** Text grows with the screen: a wall is read from further away than a desk. */
const TEXT = `${BASE_STYLE}
html{font-size:clamp(100%,50% + .65vw,250%)}
body{max-width:100rem}
h1{font-size:1rem;font-weight:600;color:var(--muted);margin:0}
h2{font-size:1.4rem}
h3{font-size:1.1rem;overflow-wrap:anywhere}
.bad{font-weight:inherit}
td .bad,.what .bad{font-weight:600}
.outcome{font-size:1.4rem;line-height:1.2;margin:.25rem 0;font-weight:600}
h1+.outcome{font-size:clamp(1.5rem,4vw,3rem)}
h1+.outcome strong{font-size:2em;white-space:nowrap}
.read{font-size:1.25rem;margin:.5rem 0 0}
.read .muted{font-size:1rem}
`;

const SHAPES = `
svg{overflow:visible}
.sign{width:1.8em;height:1.8em;margin-right:.3em;vertical-align:-.3em}
.sign .shape{fill:currentColor}
.sign .line{fill:none;stroke:var(--ground);stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.key{width:1.2em;height:1.2em;vertical-align:-.2em}
.mark path,.key path{stroke:var(--ground);stroke-width:1.5}
.warns,.ends,.notice{fill:var(--bad)}
.renews{fill:var(--good)}
.life{fill:var(--life)}
.spare{fill:var(--muted)}
.month{fill:var(--line)}
.name{fill:var(--muted);font-size:1rem}
`;

/** On a narrow screen a lane's drawing is below its words, and every second month has no name. */
const TIME_LINE = `
.keys{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0;margin:.5rem 0;color:var(--muted)}
.keys li{margin:0}
.lanes{list-style:none;padding:0;margin:0}
.lane{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr minmax(12rem,24rem);grid-template-areas:"whose line what";gap:0 1.25rem;align-items:center;margin:0;padding:.3rem 0;border-bottom:1px solid var(--line);break-inside:avoid}
.whose{grid-area:whose;overflow-wrap:anywhere}
.what{grid-area:what;overflow-wrap:anywhere}
.what b{font-size:1.1rem}
.line{grid-area:line;display:block;width:100%;height:1.6rem}
@media(max-width:60rem){
.lane{grid-template-columns:1fr;grid-template-areas:"whose" "what" "line"}
.line{margin-top:.7rem;margin-bottom:.3rem}
.minor{display:none}
}
`;

/** Who is beside what. */
const GROUPS = `
.groups section{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:0 1.25rem;padding:.5rem 0;border-top:1px solid var(--line);break-inside:avoid}
.groups h3{margin:.5rem 0}
.groups ul{max-width:75rem}
@media(max-width:60rem){.groups section{grid-template-columns:1fr}}
ul{padding-left:1.25rem;margin:0}
li,.error td{overflow-wrap:anywhere}
li{margin:.5rem 0}
`;

/** On a narrow screen each row becomes a card, in which every cell has its heading beside it. */
const INTEGRATIONS = `
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--raised);white-space:nowrap}
meter{display:block;width:6rem;height:1rem}
.error td{font-weight:400}
@media(max-width:75rem){
table,tbody,tr,th,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;overflow:hidden}
tbody th,tbody td{display:grid;grid-template-columns:9rem 1fr;gap:.5rem;padding:.4rem .75rem;overflow-wrap:anywhere}
tbody th{background:var(--raised)}
tbody tr>:last-child{border-bottom:0}
tbody [data-heading]::before{content:attr(data-heading);color:var(--muted);font-weight:400}
tbody .error td{display:block}
}
`;

/** Browsers print no backgrounds, so nothing depends on one. */
const PRINT = `
@media print{
html{font-size:62.5%}
body{max-width:none}
tr{break-inside:avoid}
h2,h3{break-after:avoid}
a::after{content:" (" attr(href) ")";overflow-wrap:anywhere}
}
`;

export const STYLE = [TEXT, SHAPES, TIME_LINE, GROUPS, INTEGRATIONS, PRINT].join("");
