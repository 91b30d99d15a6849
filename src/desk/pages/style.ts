/** Colours of the house: paper and ink by day, slate by night; the four states of a line of work. */
const COLOURS = `
:root{color-scheme:light dark;
--paper:#f6f4ee;--card:#fffefb;--ink:#1e2530;--soft:#5a6371;--line:#e2ddd1;--accent:#1d5548;--focus:#0b6bcb;
--confirm:#80530a;--confirm-bg:#faefd7;--todo:#1c4f8c;--todo-bg:#e6eef8;--sent:#1f5f3e;--sent-bg:#e3f1e7;
--held:#565b63;--held-bg:#ebe9e3;--code:#f0ede5}
@media (prefers-color-scheme:dark){:root{
--paper:#13161b;--card:#1b1f26;--ink:#e9e6df;--soft:#a3aab5;--line:#2d333d;--accent:#86cbb7;--focus:#6fb3ff;
--confirm:#f0c987;--confirm-bg:#3a2e16;--todo:#a9cbf5;--todo-bg:#1c2f47;--sent:#9dd9b5;--sent-bg:#1a3527;
--held:#b4b9c1;--held-bg:#2a2e35;--code:#252a32}}`;

const FONTS = `
@font-face{font-family:"Source Sans 3";src:url(/police/SourceSans3_400Regular.ttf);font-weight:400;font-display:swap}
@font-face{font-family:"Source Sans 3";src:url(/police/SourceSans3_600SemiBold.ttf);font-weight:600;font-display:swap}
@font-face{font-family:"Source Serif 4";src:url(/police/SourceSerif4_600SemiBold.ttf);font-weight:600;font-display:swap}`;

const GROUND = `
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 17px/1.5 "Source Sans 3",system-ui,sans-serif;
font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
a:focus-visible,summary:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
h1,h2,h3{font-family:"Source Serif 4",Georgia,serif;font-weight:600;line-height:1.2;text-wrap:balance;margin:0}
h1{font-size:34px;letter-spacing:-.01em}
h2{font-size:23px}
h3{font-size:18px}
p{margin:0}
ul,ol{list-style:none;margin:0;padding:0}
code{background:var(--code);border-radius:4px;padding:1px 6px;font:14px/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
.soft{color:var(--soft)}
.right{text-align:right;white-space:nowrap}
time{white-space:nowrap}
.links{display:flex;flex-wrap:wrap;gap:2px 18px}
.wrap{max-width:1040px;margin:0 auto;padding:0 24px}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:8px;background:var(--card);padding:6px 10px}`;

const HEADER = `
.top{background:var(--card);border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 28px;padding-top:14px;padding-bottom:12px}
.brand{font:600 22px/1.2 "Source Serif 4",Georgia,serif;color:var(--accent);text-decoration:none}
.firm{color:var(--soft)}
.top nav{margin-left:auto}
.top nav ul{display:flex;flex-wrap:wrap;gap:2px 22px}
.top nav a{color:var(--ink);text-decoration:none;padding:4px 0;border-bottom:2px solid transparent}
.top nav a:hover{border-color:var(--line)}
.top nav a[aria-current]{border-color:var(--accent);color:var(--accent);font-weight:600}
.ribbon{background:var(--confirm-bg);color:var(--confirm);font-size:15px}
.ribbon .wrap{padding-top:7px;padding-bottom:7px}
main.wrap{padding-top:38px;padding-bottom:72px}
main>section{margin-top:44px}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:15px}
footer .wrap{padding-top:18px;padding-bottom:36px}
.lead{margin-top:10px;color:var(--soft);font-size:18px;max-width:72ch}
.hint{margin-top:4px;color:var(--soft);font-size:15px;max-width:110ch}`;

const WORK = `
.counters{display:grid;grid-template-columns:repeat(4,1fr);gap:14px;margin-top:26px}
.counters a{display:block;background:var(--card);border:1px solid var(--line);border-top:3px solid currentColor;
border-radius:6px;padding:14px 16px;text-decoration:none}
.counters b{display:block;font:600 30px/1.1 "Source Serif 4",Georgia,serif}
.counters span{color:var(--ink)}
.counters small{display:block;color:var(--soft);font-size:15px;min-height:1.5em}
.confirm{color:var(--confirm)}.todo{color:var(--todo)}.sent{color:var(--sent)}.held{color:var(--held)}
.cards{margin-top:16px;display:grid;gap:12px}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:16px 20px}
.card header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:2px 20px}
.card h3 a{color:inherit;text-decoration:none}
.card h3 a:hover{text-decoration:underline}
.sum{margin-left:auto;font-weight:600;font-size:18px;white-space:nowrap}
.what{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline;margin-top:6px}
.chip{border-radius:999px;padding:1px 11px;font-size:15px;white-space:nowrap}
.chip.confirm{background:var(--confirm-bg)}.chip.todo{background:var(--todo-bg)}
.chip.sent{background:var(--sent-bg)}.chip.held{background:var(--held-bg)}
.why{margin-top:8px}
.bills{display:flex;flex-wrap:wrap;gap:2px 20px;margin-top:8px;font-size:16px;color:var(--soft)}
.act{margin-top:10px;padding-top:10px;border-top:1px dashed var(--line);font-size:15px;color:var(--soft);
display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline}
.script{margin-top:8px}
.script summary{cursor:pointer;color:var(--accent)}
.script ol{list-style:decimal;padding:6px 0 2px 24px}
.none{margin-top:14px;color:var(--soft)}
details.reason{background:var(--card);border:1px solid var(--line);border-radius:6px}
details.reason+details.reason{margin-top:8px}
details.reason>summary{cursor:pointer;padding:11px 18px;display:flex;gap:14px;align-items:baseline;list-style:none}
details.reason>summary::-webkit-details-marker{display:none}
details.reason>summary b{min-width:1.6em;text-align:right;color:var(--held)}
details.reason>summary::after{content:"+";margin-left:auto;color:var(--soft)}
details.reason[open]>summary::after{content:"\\2212"}
.held-items{padding:0 18px 12px calc(18px + 1.6em + 14px)}
.held-items li{display:grid;grid-template-columns:1fr 150px 120px;gap:2px 16px;padding:5px 0;font-size:16px}
.held-items li+li{border-top:1px solid var(--line)}
.gap{margin-top:16px}`;

const TABLES = `
.scroll{overflow-x:auto;margin-top:16px;background:var(--card);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%}
th{font-weight:600;font-size:15px;color:var(--soft);text-align:left;white-space:nowrap}
th,td{padding:9px 16px;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
td,th{overflow-wrap:break-word}
.items{margin-top:16px;background:var(--card);border:1px solid var(--line);border-radius:6px}
.items li{display:grid;grid-template-columns:minmax(170px,1fr) 2fr auto;gap:4px 24px;padding:12px 18px}
.items li+li{border-top:1px solid var(--line)}
.items small{display:block;color:var(--soft);font-size:15px}
.items .next{color:var(--soft)}
.pairs{display:grid;grid-template-columns:max-content 1fr;gap:6px 20px;margin-top:16px}
.pairs dt{color:var(--soft)}
.pairs dd{margin:0}
.time{margin-top:18px;border-left:2px solid var(--line);padding-left:0}
.time li{position:relative;padding:0 0 16px 22px}
.time li::before{content:"";position:absolute;left:-6px;top:9px;width:10px;height:10px;border-radius:50%;
background:var(--card);border:2px solid var(--held)}
.time .ours::before{border-color:var(--accent);background:var(--accent)}
.time .money::before{border-color:var(--sent);background:var(--sent)}
.time .theirs::before{border-color:var(--todo)}
.time time{color:var(--soft);display:block;font-size:15px}
.mail{white-space:pre-wrap;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:22px 24px;
margin:16px 0 0;font:inherit}
iframe{width:100%;height:720px;border:1px solid var(--line);border-radius:6px;background:#fff;margin-top:16px}
.mails a{color:inherit;text-decoration:none;display:block}
.mails a:hover h3{text-decoration:underline}`;

const PHONE = `
@media (max-width:720px){
body{font-size:16px}
.wrap{padding-left:16px;padding-right:16px}
h1{font-size:27px}h2{font-size:21px}
.top nav{margin-left:0;width:100%}
.counters{grid-template-columns:repeat(2,1fr);gap:10px}
.counters a{padding:11px 13px}
.card{padding:14px 16px}
.lead{font-size:17px}
main.wrap{padding-top:26px}
main>section{margin-top:34px}
th,td{padding:8px 12px}
.scroll table{min-width:600px}
.scroll table.fits{min-width:0}
.wide{display:none}
.held-items{padding-left:18px}
.held-items li{grid-template-columns:1fr auto}
.held-items a:first-child{grid-column:1/3}
.items li{grid-template-columns:1fr auto}
.items .next{grid-row:2;grid-column:1/3}
.pairs{grid-template-columns:1fr;gap:0}
.pairs dd{margin-bottom:8px}
.mail{padding:16px}
iframe{height:560px}}
@media print{.top nav,.ribbon,.act,.skip{display:none}body{background:#fff}}`;

/** The one style sheet of the pages: no script, nothing fetched from elsewhere. */
export const STYLE = [COLOURS, FONTS, GROUND, HEADER, WORK, TABLES, PHONE].join('\n');
