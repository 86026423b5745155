// The map of the feature space: all test features on two principal components, and a sample of them by UMAP.
import sharp from "sharp";
import type { MapAnalysis } from "../run/types.ts";
import { classColour, cssColour } from "./class-colours.ts";
import { count, percent } from "./format.ts";
import { Html, html } from "./html.ts";
import { spriteStyle } from "./sprite.ts";

// Units of the drawings.
const WIDTH = 480;
const HEIGHT = 400;
const MARGIN = { left: 34, right: 8, top: 8, bottom: 34 };
const plot = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
// Pixels of a mark, and of the picture for each unit.
const DENSITY = 3;
const RADIUS = 4;

interface Points {
  x: readonly number[];
  y: readonly number[];
  classes: readonly number[];
}

export async function mapFigures({ classes, pca, umap, sprite, note }: MapAnalysis, png: Uint8Array): Promise<Html> {
  const names = classes.length > 1 ? classes : [];
  const legend = names.map(
    (name, i) => html`<li><i style="background:${cssColour(i, classes.length)}"></i>${name}</li>`,
  );
  const [first, second] = pca.varianceShare.map((share) => percent(100 * share));
  const data = JSON.stringify({ classes, labels: umap.classes, neighbours: umap.neighbours, ...sprite });
  const dots = placed(umap).map(
    ([x, y], i) =>
      new Html(
        `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.6" fill="${cssColour(umap.classes[i]!, classes.length)}"/>`,
      ),
  );
  return html`<figure id="map-pca"><h3>All features on two principal components</h3>
${frame("map-pca-plot", `component 1 (${first} % of the variance)`, `component 2 (${second} % of the variance)`, html`<image x="${MARGIN.left}" y="${MARGIN.top}" width="${plot.width}" height="${plot.height}" href="${await rasterOf(pca, classes.length)}"/>`)}
<ul class="legend">${legend}</ul>
<figcaption>${count(pca.x.length)} images, coloured by class; marks as one picture. ${note}</figcaption></figure>
<figure id="map" style="${spriteStyle(png)}"><h3>Neighbourhoods, by UMAP</h3>
${frame("map-plot", "UMAP 1 (no unit)", "UMAP 2 (no unit)", dots, true)}
<div class="map-found" aria-live="polite"><span class="hint">Point at an image to see it; click, or walk with the arrow keys, to see its nearest.</span></div>
<ul class="legend">${legend}</ul>
<figcaption>${count(umap.x.length)} of these images, as many of each class; distances between clouds mean little. The nearest are by cosine of the features, among these.</figcaption>
<script type="application/json" class="map-data">${new Html(data.replaceAll("<", "\\u003c"))}</script></figure>\n`;
}

/** Axes without ticks: what the coordinates are counted in has no meaning of its own. */
function frame(id: string, xTitle: string, yTitle: string, marks: Html | readonly Html[], isActive = false): Html {
  const [bottom, right] = [HEIGHT - MARGIN.bottom, WIDTH - MARGIN.right];
  return html`<svg id="${id}" class="map-plot marks" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${xTitle}, ${yTitle}"${isActive && new Html(' tabindex="0"')}>
<path d="M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}" fill="none" stroke="currentColor" stroke-opacity=".4"/>
<text x="${MARGIN.left + plot.width / 2}" y="${HEIGHT - 10}" text-anchor="middle">${xTitle}</text>
<text x="0" y="0" text-anchor="middle" transform="translate(16 ${MARGIN.top + plot.height / 2}) rotate(-90)">${yTitle}</text>
<g class="dots">${marks}</g></svg>`;
}

/** Places in the units of the drawing. */
function placed({ x, y }: Pick<Points, "x" | "y">): [number, number][] {
  const scale = (values: readonly number[], from: number, to: number) => {
    const [low, high] = values.reduce(
      ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    const range = high! - low! || 1;
    return (value: number) => from + ((value - low!) / range) * (to - from);
  };
  const across = scale(x, MARGIN.left + 6, MARGIN.left + plot.width - 4);
  const up = scale(y, MARGIN.top + plot.height - 6, MARGIN.top + 4);
  return x.map((value, i) => [across(value), up(y[i]!)]);
}

/** Thousands of marks as one PNG with a clear ground; later ones lie above earlier ones. */
async function rasterOf(points: Points, classes: number): Promise<string> {
  const [width, height] = [plot.width * DENSITY, plot.height * DENSITY];
  const pixels = new Uint8Array(width * height * 4);
  for (const [i, [x, y]] of placed(points).entries()) {
    const centre = [(x - MARGIN.left) * DENSITY, (y - MARGIN.top) * DENSITY];
    const colour = classColour(points.classes[i]!, classes);
    for (let dy = -RADIUS; dy <= RADIUS; dy++)
      for (let dx = -RADIUS; dx <= RADIUS; dx++) {
        const [column, row] = [Math.round(centre[0]! + dx), Math.round(centre[1]! + dy)];
        const isInside =
          dx * dx + dy * dy <= RADIUS * RADIUS && column >= 0 && column < width && row >= 0 && row < height;
        if (isInside) pixels.set([...colour, 190], (row * width + column) * 4);
      }
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .png({ palette: true })
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}
