import { BASE_STYLE } from "../../pages/style.ts";

/** On a narrow screen each row becomes a card, in which every cell has its heading beside it. */
export const STYLE = `${BASE_STYLE}
body{max-width:90rem}
caption{padding:.5rem 0}
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--raised);white-space:nowrap}
meter{display:block;width:6rem;height:1rem}
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
