/** How report pages look: in both themes, and from the width of a phone on. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fffdf9;--surface:#f6f4ef;--line:#e3e0d8;--text:#20242e;--soft:#585e6d;--accent:#3d52c4;--quiet:#b9bfdd;--floor:#c9c5ba;--good:#1f7f5f;--bad:#ab3b2a}
@media(prefers-color-scheme:dark){:root{--ground:#12151d;--surface:#1a1e29;--line:#282d3b;--text:#dfe2ea;--soft:#a7adbc;--accent:#93a5ff;--quiet:#4a5480;--floor:#3e4558;--good:#4cc39a;--bad:#f09383}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 ui-sans-serif,system-ui,sans-serif}
main{max-width:68rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
main>p{max-width:44rem}
.over{margin:0;color:var(--soft)}
h1{margin:.1rem 0 .6rem;font-size:clamp(1.7rem,5vw,2.4rem);line-height:1.15;letter-spacing:-.02em;overflow-wrap:anywhere}
h2{margin:2.4rem 0 .8rem;font-size:1.2rem;letter-spacing:-.01em}
h4{margin:1.1rem 0 .35rem;font-size:.85rem;color:var(--soft)}
.verdict{margin:0 0 1rem;font-size:1.2rem;font-weight:600;max-width:44rem}
.note{color:var(--soft);font-size:.875rem;max-width:32rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:0 3.5rem}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{padding-bottom:.4rem;text-align:left;color:var(--soft);font-size:.875rem}
th,td{padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap;vertical-align:baseline;font-weight:400}
thead th{color:var(--soft);font-size:.875rem}
th:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
tr.all th,tr.all td{font-weight:600}
tr.floor th,tr.floor td{color:var(--soft)}
small{padding:.05rem .4rem;border-radius:1rem;background:var(--surface);color:var(--soft);font-weight:400;white-space:nowrap}
td.bar{width:28%;min-width:3.5rem;padding-top:.85rem;padding-right:0;vertical-align:top}
td.bar span{display:block;min-width:2px;height:.7rem;border-radius:2px;background:var(--quiet)}
td.all span{background:var(--accent)}
td.floor span{background:var(--floor)}
dl{margin:0;max-width:52rem}
dl div{display:grid;grid-template-columns:12rem 1fr;gap:0 1.2rem;padding:.38rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
fieldset{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:0 0 .6rem;padding:0;border:0}
legend{float:left;padding:0 1rem 0 0;color:var(--soft)}
fieldset label{margin-left:-.7rem}
input{accent-color:var(--accent)}
body:has(#show-good:checked) .task.bad,body:has(#show-bad:checked) .task.good{display:none}
.task{border-bottom:1px solid var(--line)}
summary{padding:.4rem 0;cursor:pointer;overflow-wrap:anywhere}
summary:hover{background:var(--surface)}
.mark{display:inline-block;min-width:5.2rem;font-weight:600}
.good .mark{color:var(--good)}
.bad .mark{color:var(--bad)}
summary b{display:inline-block;min-width:7.5rem;font-weight:400}
summary .kind{display:inline-block;min-width:4rem}
summary .kind,.why{color:var(--soft)}
.inside{padding:0 0 1.2rem 1.1rem}
pre{overflow:auto;max-height:28rem;margin:0;padding:.7rem .9rem;border:1px solid var(--line);border-radius:6px;background:var(--surface);font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,monospace;unicode-bidi:isolate}
pre span{display:block;min-width:max-content}
.added{background:color-mix(in srgb,var(--good) 14%,transparent)}
.removed{background:color-mix(in srgb,var(--bad) 13%,transparent)}
.gap{color:var(--soft);font-style:italic}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media(max-width:34rem){main{padding-top:1.5rem}dl div{grid-template-columns:1fr}.inside{padding-left:0}.why{display:block}td.bar{width:20%;min-width:2.5rem}th,td{padding-right:.6rem}}
@media print{.task:not([open]){break-inside:avoid}}
`.trim();
