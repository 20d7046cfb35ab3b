import { MONO_STACK, TEXT_STACK } from './theme.ts';

/** Style of the standalone report, on screen and on paper. */
export const REPORT_STYLE = `*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0;background:var(--surface-main);color:var(--text-1);font:16px/1.6 ${TEXT_STACK};overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
.skip{position:absolute;left:-999px;top:0;padding:8px 16px;background:var(--surface-inverse);color:var(--text-inverse);z-index:1}
.skip:focus{left:0}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.page{display:grid;grid-template-columns:minmax(0,16rem) minmax(0,52rem);gap:0 48px;max-width:78rem;margin:0 auto;padding:0 32px 64px}
header{grid-column:1/-1;padding:56px 0 8px}
nav{font-size:14px;line-height:20px;padding-top:24px}
nav>div{position:sticky;top:24px;max-height:calc(100vh - 48px);overflow-y:auto;padding:2px}
nav p{margin:0 0 8px;color:var(--text-3)}
nav ul{list-style:none;margin:0;padding:0}
nav ul ul{padding-left:12px}
nav li{margin:0 0 6px}
nav a{color:var(--text-2);text-decoration:none}
nav a:hover{text-decoration:underline}
.kicker{margin:0 0 8px;color:var(--text-3);font-size:14px;font-weight:700;letter-spacing:.05em;text-transform:uppercase}
h1{font-size:36px;line-height:1.2;margin:0 0 16px;text-wrap:balance}
h2{font-size:23px;line-height:1.3;margin:44px 0 12px;padding-top:14px;border-top:1px solid var(--border-strong)}
h3{font-size:18px;line-height:1.4;margin:28px 0 8px}
h4,h5,h6{font-size:16px;margin:20px 0 6px}
p,ul,ol,pre,blockquote,figure,.wide{margin:0 0 14px}
li{margin:0 0 4px}
a{color:var(--accent-text)}
.state{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:baseline;margin:0 0 6px}
.sev{background:var(--severe);color:#fff;font-weight:700;padding:1px 9px;border-radius:3px}
.quiet,.about,figcaption,caption{color:var(--text-3)}
.about{font-size:14px}
.notice{margin:0 0 4px;color:var(--text-2)}
.problem{border-left:3px solid var(--border-strong);padding-left:12px;color:var(--text-2);font-style:italic}
dl.facts{display:grid;grid-template-columns:auto auto 1fr;gap:4px 20px;background:var(--surface-sunken);padding:14px 18px;margin:20px 0 0;border-radius:3px}
dl.facts div{display:contents}
dl.facts dt,dl.facts .def{color:var(--text-2)}
dl.facts dd{margin:0}
code,pre,.mono{font-family:${MONO_STACK};font-size:.86em;font-variant-ligatures:none}
pre{background:var(--surface-sunken);padding:12px 14px;white-space:pre-wrap;line-height:1.5;border-radius:3px}
pre code{font-size:1em}
pre.excerpt{border-left:3px solid var(--evidence-border);background:none;padding:4px 0 4px 12px;margin-bottom:6px}
pre.excerpt .head{color:var(--text-3)}
mark{background:var(--evidence-tint);color:inherit}
blockquote{border-left:3px solid var(--border-strong);padding-left:14px;margin-left:0;color:var(--text-2)}
hr{border:0;border-top:1px solid var(--border-strong);margin:24px 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14.5px;line-height:1.45}
caption{text-align:left;padding:0 0 6px;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:7px 10px 7px 0;border-bottom:1px solid var(--border-hair);min-width:4em}
th{overflow-wrap:normal}
td{overflow-wrap:break-word}
td code{overflow-wrap:anywhere}
thead th,thead td{border-bottom:1.5px solid var(--border-control)}
.right{text-align:right}
.center{text-align:center}
tr.day th{background:var(--surface-sunken);padding-left:8px}
td.when{font-family:${MONO_STACK};font-size:13px;white-space:nowrap}
td.when small{display:block;color:var(--text-3);font-size:12px;white-space:normal}
td p:last-child,li p:last-child{margin-bottom:0}
figure.drawn svg{display:block;width:100%;height:auto}
svg.picture{display:block;width:100%;border:1px solid var(--border-hair)}
figcaption{font-size:14px;line-height:1.45;margin-top:6px}
.flag{background:var(--surface-inverse);color:var(--text-inverse);font-size:12px;font-weight:700;padding:1px 6px;border-radius:2px;margin-right:6px}
a.cite{color:var(--evidence);background:var(--evidence-tint);border:1px solid var(--evidence-border);border-radius:2px;padding:0 4px;font-size:.78em;font-weight:700;text-decoration:none;white-space:nowrap}
.proof{margin:0 0 22px}
.proof h3{margin:0 0 2px;font-size:16px}
.proof pre{background:var(--evidence-tint);border-left:3px solid var(--evidence-border);margin:6px 0}
.proof p{margin:0}
.sha{font-size:13px;color:var(--text-2)}
.bad{color:var(--warn)}
ul.tasks{list-style:none;padding-left:0}
.tick{display:inline-block;width:1em;height:1em;line-height:1;border:1.5px solid var(--text-2);border-radius:2px;text-align:center;font-size:.85em;vertical-align:-.1em}
footer{grid-column:1/-1;margin-top:48px;padding-top:12px;border-top:1px solid var(--border-strong);color:var(--text-3);font-size:14px}
@media (max-width:64rem){.page{grid-template-columns:minmax(0,1fr);padding:0 16px 48px}nav>div{position:static;max-height:none}header{padding-top:32px}h1{font-size:28px}dl.facts{grid-template-columns:auto 1fr}dl.facts .def{grid-column:2}dl.facts .def:empty{display:none}}
@media print{@page{size:A4;margin:20mm 18mm}body{font-size:10.5pt;line-height:1.5}.page{display:block;max-width:none;padding:0}nav,.skip{display:none}header{padding-top:20mm}h1{font-size:24pt}h2{font-size:15pt;break-after:avoid}h3,h4{break-after:avoid}
table{font-size:9pt}td.when{font-size:8.5pt}.wide{overflow:visible}tr,figure,.proof h3{break-inside:avoid}pre{font-size:8pt}a{color:inherit}a.cite{color:var(--evidence)}thead{display:table-header-group}main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em;color:var(--text-3)}}`;
