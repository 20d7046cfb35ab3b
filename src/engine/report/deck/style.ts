import { MONO_STACK, TEXT_STACK } from '../html/theme.ts';

/** Slides as large as the window lets 16:9 be; sizes in `em` of a slide that is 64 em wide. */
export const DECK_STYLE = `*{box-sizing:border-box}
html{scroll-snap-type:y mandatory;background:var(--surface-sunken);--w:min(100vw,177.78vh)}
body{margin:0;color:var(--text-1);font-family:${TEXT_STACK};line-height:1.4;overflow-wrap:anywhere}
section{min-height:100vh;display:grid;place-items:center;scroll-snap-align:start;scroll-snap-stop:always;outline:none}
.slide{width:var(--w);height:calc(var(--w)*.5625);font-size:calc(var(--w)/64);padding:3.2em 4em 2.2em;background:var(--surface-main);display:flex;flex-direction:column;overflow:hidden}
h1{font-size:3.6em;line-height:1.12;margin:0 0 .4em;text-wrap:balance}
h2{font-size:2.3em;line-height:1.18;margin:0 0 .6em;text-wrap:balance}
h3{font-size:1.15em;margin:1em 0 .3em;color:var(--text-3)}
.kicker{margin:0 0 .6em;color:var(--text-3);font-size:1.05em;font-weight:700;letter-spacing:.04em}
.body{flex:1;min-height:0;font-size:1.35em}
.body>:first-child{margin-top:0}
p,ul,ol,dl{margin:0 0 .8em}
li{margin:0 0 .45em}
a{color:var(--accent-text)}
.quiet,.about{color:var(--text-3)}
h2 .quiet{font-size:.55em;font-weight:400}
.mono,code,pre{font-family:${MONO_STACK};font-size:.9em}
pre{white-space:pre-wrap}
.cite{color:var(--evidence);font-size:.7em;font-weight:700}
.sev{background:var(--severe);color:#fff;font-weight:700;padding:.1em .5em;border-radius:.15em}
.foot{display:flex;justify-content:space-between;gap:2em;margin:0;padding-top:.6em;font-size:.85em;color:var(--text-3)}
.title .slide{justify-content:center}
.title .body{flex:none}
.title .foot{position:absolute;display:none}
.prose .body{font-size:1.75em}
.dense .body{font-size:1.1em;column-width:28em;column-gap:3em}
.decision .body{font-size:1.4em}
.numbers figure{height:auto;margin:0 0 2.2em}
.numbers dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5em,1fr));gap:1em 1.6em}
.numbers dt{color:var(--text-3)}
.numbers dd{margin:0;font-size:1.25em;font-weight:700;line-height:1.25}
.numbers dd.quiet{font-size:.85em;font-weight:400}
figure{margin:0;height:100%;display:flex;flex-direction:column;min-height:0}
figure .wide{flex:1;min-height:0;outline-offset:4px}
figure svg{width:100%;height:100%;max-width:none!important}
figcaption{color:var(--text-3);font-size:.8em}
table{border-collapse:collapse;width:100%;font-size:.88em}
th,td{text-align:left;vertical-align:top;padding:.5em 1em .5em 0;border-bottom:1px solid var(--border-hair)}
thead th{border-bottom:2px solid var(--border-control)}
td{width:20%}td:first-child{width:38%}td:last-child{width:28%}
.tick{display:inline-block;width:1em;height:1em;line-height:1;border:2px solid var(--text-2);text-align:center;font-size:.8em}
ul.tasks{list-style:none;padding:0}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{@page{size:13.333in 7.5in;margin:0}html{--w:13.333in;scroll-snap-type:none}section{min-height:0;height:7.5in;break-after:page;break-inside:avoid}section:last-child{break-after:auto}}`;
