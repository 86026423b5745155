// The style of what analyses drew: maps, image cells, queries under the microscope.
import { classColours } from "./class-colours.ts";

export const ANALYSES_STYLE = `
.cell { display: inline-block; flex: none; width: 56px; height: 56px; border-radius: 4px; background-size: calc(var(--columns) * 100%) calc(var(--rows) * 100%);
  background-position: calc(100% * var(--column) / max(1, var(--columns) - 1)) calc(100% * var(--row) / max(1, var(--rows) - 1)); }
.cell.none { background: var(--code); }
.figures > .whole { grid-column: 1 / -1; min-width: 0; }
.figures + .figures { margin-top: 16px; }
.figures + p { margin-top: 14px; }
#analyses tbody th { min-width: 8em; }
.worst h3 { margin-top: 0; }
.wide svg.marks { max-width: 640px; margin-left: auto; margin-right: auto; }

.map { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 20px; }
.map-plot { position: relative; }
.map svg:focus { outline: none; }
.map svg:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.points circle { opacity: .85; cursor: pointer; }
.points .faint { opacity: .07; }
.class-names text { text-anchor: middle; font-size: 13px; font-weight: 700; fill: var(--ink); stroke: var(--surface); stroke-width: 3.5px; stroke-linejoin: round; paint-order: stroke; pointer-events: none; }
.map-overlay { pointer-events: none; }
.map-overlay .ring { fill: none; stroke: var(--ink); stroke-width: 1.5px; }
.map-overlay .chosen { stroke-width: 2.5px; }
.map-overlay .link { stroke: var(--ink); stroke-width: 1px; opacity: .7; }
.map-tip { position: absolute; z-index: 1; pointer-events: none; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 5px; box-shadow: 0 2px 10px #0003; text-align: center; font-size: 13px; }
.map-tip .cell { display: block; width: 80px; height: 80px; margin: 0 auto; }
.map-tip .none { display: none; }
.map-hint { color: var(--muted); font-size: 13px; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 14px; }
.chip { font: inherit; font-size: 12.5px; line-height: 1.5; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 99px; padding: 1px 10px 1px 7px; cursor: pointer; }
.chip i { display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin-right: 5px; }
.chip[aria-pressed="true"] { border-color: var(--ink); font-weight: 600; }
.shots { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 10px; }
.shot { font: inherit; font-size: 12px; line-height: 1.3; color: var(--muted); background: none; border: 0; padding: 2px; cursor: pointer; text-align: center; width: 64px; border-radius: 6px; overflow-wrap: anywhere; }
.shot span { display: block; margin: 0 auto; }
.shot.same .cell, .shot.other .cell { outline: 2px solid var(--good); outline-offset: 1px; margin-bottom: 4px; }
.shot.other .cell { outline: 2px dashed var(--bad); }
.shots.chosen .shot { width: 100px; }
.shots.chosen .cell { width: 96px; height: 96px; }
.chip:focus-visible, .shot:focus-visible { outline: 2px solid var(--accent); }

.query { display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: 18px; padding: 16px 0; border-top: 1px solid var(--line); }
.query:first-child { border-top: 0; padding-top: 4px; }
.query-image .cell { display: block; width: 112px; height: 112px; margin-bottom: 6px; }
.query b, .query small, .query em { display: block; line-height: 1.3; }
.query li b { font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
.query li small { font-size: 11.5px; }
.query h4 { font-size: 13px; font-weight: 600; color: var(--muted); margin: 0 0 8px; }
.query ol { list-style: none; display: flex; flex-wrap: wrap; gap: 12px 11px; margin: 0 0 14px; padding: 0; }
.query ol:last-child { margin-bottom: 0; }
.query li { width: 96px; }
.query li .cell { width: 60px; height: 60px; }
.query .parents .cell:nth-last-child(2), .query .parents .cell:nth-child(2) { width: 46px; height: 46px; }
.parents { display: flex; gap: 3px; margin-bottom: 4px; }
.false .cell { outline: 2px dashed var(--bad); outline-offset: 1px; }
.query em { font-style: normal; font-size: 11px; font-weight: 600; color: var(--warm); white-space: nowrap; }

@media screen and (max-width: 720px) {
  .wide { overflow-x: auto; }
  .figures > .whole { grid-column: 1 / -1; min-width: 0; }
.figures + .figures { margin-top: 16px; }
.figures + p { margin-top: 14px; }
#analyses tbody th { min-width: 8em; }
.worst h3 { margin-top: 0; }
.wide svg.marks { min-width: 560px; }
  .map { grid-template-columns: minmax(0, 1fr); gap: 10px; }
  .query { grid-template-columns: minmax(0, 1fr); gap: 12px; }
  .query-image { display: grid; grid-template-columns: auto 1fr; column-gap: 12px; align-content: start; }
  .query-image .cell { grid-row: 1 / 5; width: 84px; height: 84px; margin: 0; }
}
@media print {
  .map { grid-template-columns: minmax(0, 1fr); }
  .map-hint, .map-tip, .map-shown:empty { display: none; }
  .query { break-inside: avoid; }
}
`;

/** Rules for the marks of `count` classes. */
export function classStyle(count: number): string {
  return classColours(count)
    .map((colour, i) => `.k${i}{fill:${colour};background:${colour}}`)
    .join("\n");
}
