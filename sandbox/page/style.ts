/** What the sandbox's page adds to the look of all its pages. On a phone everything is in one column. */
export const PAGE_STYLE = `
main{max-width:100rem;margin:0 auto}
nav a{display:inline-block;padding:.3rem .6rem .3rem 0}
section[id]{scroll-margin-top:1rem}
article,.notice,details{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;margin:.75rem 0}
.situations details{margin:.25rem 0;padding:.3rem .9rem}
article details{margin:.5rem 0;border-style:dashed}
article h3,article h4{margin:.4rem 0}
article section{border-top:1px solid var(--line)}
summary{cursor:pointer}
dl{margin:.3rem 0}
dl div{display:grid;grid-template-columns:8rem 1fr;gap:.2rem 1rem;padding:.15rem 0}
dt{color:var(--muted)}
dd{margin:0}
dd form,dd p{display:inline;margin:0 .3rem 0 0}
dd ul,.calls{margin:0;padding-left:1.2rem}
article>section>ul{list-style:none;padding:0;margin:0}
.calls{list-style:none;padding:0;font-size:.9rem}
.calls li{padding:.1rem 0;border-bottom:1px solid var(--line)}
form{margin:.3rem 0}
.fields{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;margin-bottom:.5rem}
.clouds{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));gap:0 1.5rem}
.situations{display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:0 .75rem;align-items:start}
@media(max-width:40rem){dl div{grid-template-columns:1fr;gap:0}.situations{grid-template-columns:1fr}}
`;
