// Draws a chart as SVG, without a browser. Vega is large, so it is loaded by the first chart that is drawn.
import type { TopLevelSpec } from "vega-lite";
import { escapeHtml } from "../html.ts";
import { THEME } from "./theme.ts";

/** A chart ready to be drawn. */
export interface Figure {
  /** Unique in the page. */
  name: string;
  title: string;
  /** What the eye should know: which line is which, over how many steps was averaged. */
  caption: string;
  spec: TopLevelSpec;
}

/** One `<svg>` element that scales with its container; coordinates have one decimal. */
export async function drawFigure({ title, spec }: Figure): Promise<string> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  const compiled = vegaLite.compile(spec, { config: THEME }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return withoutClutter(roundCoordinates(svg))
    .replace(/ width="[^"]*" height="[^"]*"(?= viewBox)/, "")
    .replace("<svg ", `<svg role="img" aria-label="${escapeHtml(title)}" font-family="sans-serif" `);
}

function roundCoordinates(svg: string): string {
  return svg.replace(/ (?:d|transform|x|y|x1|x2|y1|y2)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10 + 0)),
  );
}

// The figure is described as a whole: roles of its parts, invisible paths and repeated fonts only make it longer.
function withoutClutter(svg: string): string {
  return svg
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replace(/ (?:role|aria-[a-z]+|font-family|pointer-events)="[^"]*"/g, "");
}
