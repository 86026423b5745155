// The report's style sheet: one column on a phone, two on a screen, ink on paper; light and dark.

const LIGHT = `
  --page: #faf8f5; --surface: #ffffff; --ink: #22242a; --muted: #646a73; --line: #e6e1d9; --accent: #2b7449; --accent-soft: #e4f1e6;
  --warm: #a4491c; --warm-soft: #fdf0e4; --good: #2f8f5b; --bad: #d55e00; --code: #f3efe9;
  --series-1: #0072b2; --series-2: #d55e00; --series-3: #009e73; --series-4: #cc79a7; --series-5: #b87a00; --series-6: #3a97cf;`;

const DARK = `
  --page: #131518; --surface: #1b1e22; --ink: #e8e6e1; --muted: #9ba2ab; --line: #2e3238; --accent: #7fcf9a; --accent-soft: #1f3327;
  --warm: #f0a878; --warm-soft: #38261b; --good: #63c98f; --bad: #f2924a; --code: #24282d;
  --series-1: #62b6ee; --series-2: #ff8f4a; --series-3: #3fd0a4; --series-4: #e6a3c8; --series-5: #f0b840; --series-6: #9adcff;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
}
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 36px; }
.brand { display: flex; align-items: center; gap: 10px; color: var(--muted); font-size: 14px; letter-spacing: .02em; }
.brand svg { width: 64px; height: 22px; flex: none; }
h1 { font-size: clamp(28px, 5vw, 42px); line-height: 1.15; letter-spacing: -.02em; margin: 14px 0 8px; overflow-wrap: anywhere; }
h1 small { font-size: .55em; font-weight: 400; letter-spacing: 0; color: var(--muted); white-space: nowrap; }
.lead { font-size: clamp(16px, 2.2vw, 19px); margin: 0 0 22px; text-wrap: pretty; }
h2 { font-size: 22px; letter-spacing: -.01em; margin: 44px 0 14px; }
h3 { font-size: 16px; margin: 22px 0 8px; }
figure > h3 { margin: 0; }
p { margin: 0 0 10px; }
small { font-size: 12.5px; color: var(--muted); }
td small, th small { display: block; line-height: 1.35; font-weight: 400; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
code { background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; margin: 0 0 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
code.command span { display: inline-block; max-width: 100%; }
pre code { background: none; padding: 0; user-select: all; -webkit-user-select: all; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 18px; }
.tile { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 14px 16px; }
.tile span { display: block; color: var(--muted); font-size: 13px; }
.tile b { display: block; font-size: 28px; line-height: 1.25; letter-spacing: -.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tile b i { font-style: normal; font-weight: 400; font-size: 16px; letter-spacing: 0; color: var(--muted); }
.tile small { display: block; }
.tile.score { background: var(--accent-soft); border-color: transparent; }
.tile.score b { color: var(--accent); }

.notice { background: var(--warm-soft); border-left: 4px solid var(--warm); border-radius: 8px; padding: 12px 16px; margin: 0 0 14px; }
.notice b { color: var(--warm); }
.notice p, .notice ul { margin: 0; }
.notice ul { padding-left: 20px; }
.notice.missing { background: none; border: 1px solid var(--line); }
.notice.missing b { color: inherit; }
.notice code { background: none; padding: 0; font-weight: 600; }

.scroll { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; margin: 0 0 14px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 8px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
thead th { border-top: 0; padding: 0; }
tbody th { font-weight: 400; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.sides { min-width: 220px; }
.verdict { min-width: 80px; overflow-wrap: normal; }
thead button { all: unset; display: block; box-sizing: border-box; width: 100%; padding: 10px 14px; font-size: 13px; color: var(--muted); cursor: pointer; }
thead button:hover { color: var(--ink); }
thead button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 12px; }
[aria-sort="ascending"] button::after { content: " ↑"; }
[aria-sort="descending"] button::after { content: " ↓"; }
details { margin: 0 0 14px; }
summary { padding: 4px 0 10px; color: var(--accent); cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--accent); border-radius: 4px; }
.marked { background: var(--accent-soft); }
.source { display: inline-block; white-space: nowrap; border-radius: 99px; padding: 0 9px; font-size: 12.5px; line-height: 1.6; color: var(--muted); border: 1px solid var(--line); }
.source.preset { color: var(--accent); border-color: transparent; background: var(--accent-soft); }
.source.flag, .source.config, .source.derived { color: var(--warm); border-color: transparent; background: var(--warm-soft); }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 16px; }
figure { margin: 0; min-width: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 16px 16px 12px; }
figure > h3 + p { color: var(--muted); margin: 2px 0 12px; }
figcaption { color: var(--muted); font-size: 13px; line-height: 1.45; margin-top: 6px; }
figcaption:empty { display: none; }
svg { display: block; }
figure svg.marks { width: 100%; height: auto; margin-top: 8px; }
svg text { font-family: inherit; font-variant-numeric: tabular-nums; }
.pictures { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
.image-grid { width: 100%; height: auto; margin: 0 auto; }
.image-grid svg { overflow: hidden; }
.image-grid text { font-size: 9.5px; text-anchor: middle; fill: var(--muted); }
.image-grid rect { fill: none; stroke-width: 2; rx: 1px; }
.image-grid rect.same { stroke: var(--good); }
.image-grid rect.other { stroke: var(--bad); stroke-dasharray: 4 3; }
.image-grid text.other { fill: var(--bad); font-weight: 600; }
.plain-grid { width: 100%; height: auto; }
.picture { overflow-x: auto; }

.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.05fr); gap: 24px; align-items: start; }
.columns h3 { margin-top: 0; }
#repeat, #reasons { margin-bottom: 24px; }
#reasons ul { margin: 0; padding-left: 20px; }
#reasons li { margin-bottom: 6px; }
#options th, #options td, #environment th, #environment td { padding-top: 4px; padding-bottom: 4px; }
#options thead th, #environment thead th { padding: 0; }
footer { color: var(--muted); font-size: 13px; padding-top: 28px; padding-bottom: 48px; }

@media screen and (max-width: 720px) {
  main, header, footer { padding-left: 16px; padding-right: 16px; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .tile { padding: 12px 14px; }
  .tile:last-child:nth-child(odd) { grid-column: 1 / -1; }
  .tile b { font-size: 24px; }
  .tile b i { font-size: 13px; }
  figure { padding: 14px 12px 10px; }
  th, td { padding: 7px 12px; }
  thead button { padding: 9px 12px; }
  #options th, #options td, #environment th, #environment td { padding-left: 10px; padding-right: 6px; }
  #options table { font-size: 14px; }
  #options tbody th { overflow-wrap: anywhere; }
  #options td:nth-child(2) { min-width: 7em; }
  #options .source { padding: 0 7px; font-size: 12px; }
  .labelled { min-width: 580px; }
  .cards thead tr { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; padding: 8px 14px; }
  .cards thead tr::before { content: "Sort by"; color: var(--muted); }
  .cards thead th { display: block; border: 0; padding: 0; text-align: left; }
  .cards thead button { padding: 4px 0; }
  .cards tbody tr { display: block; padding: 6px 0; border-top: 1px solid var(--line); }
  .cards tbody tr:first-child { border-top: 0; }
  .cards tbody th, .cards tbody td { display: flex; justify-content: space-between; gap: 16px; border: 0; padding: 4px 14px; text-align: right; white-space: normal; }
  .cards td::before { content: attr(data-title); color: var(--muted); text-align: left; flex: none; max-width: 45%; }
  .cards .claim { text-align: left; }
  .sides, .verdict { min-width: 0; }
  .cards td[data-sort=""] { display: none; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; }
  @page { margin: 14mm 12mm; }
  body { font-size: 9.5pt; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  main, header, footer { max-width: none; padding: 0; }
  header { padding-top: 0; }
  h2 { margin-top: 24px; break-after: avoid; }
  h3 { break-after: avoid; }
  figure, .tile, .notice, pre, tr { break-inside: avoid; }
  .scroll, .picture { overflow: visible; }
  .figures { grid-template-columns: 1fr 1fr; gap: 10px; }
  .tiles { grid-template-columns: repeat(5, 1fr); gap: 8px; }
  .tile { padding: 8px 10px; }
  .tile b { font-size: 18px; }
  th, td { padding: 3px 8px; }
  thead button { padding: 4px 8px; }
  #options .cards thead { display: none; }
  #options .cards tr { display: block; padding: 4px 8px; border-top: 1px solid var(--line); }
  #options .cards tbody th, #options .cards td { display: inline-block; border: 0; padding: 0 12px 0 0; }
  #options .cards td::before { content: attr(data-title) " "; color: var(--muted); }
  #options .cards td[data-sort=""] { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
