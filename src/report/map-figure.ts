// The map of a run's test images: UMAP with the images behind its points, PCA of all of them.
import type { MapAnalysis } from "../run/analyses.ts";
import { drawPointMap, MOST_VECTOR_POINTS } from "./charts/point-map.ts";
import { count } from "./format.ts";
import { Html, html } from "./html.ts";
import type { Sprite } from "./sprites.ts";

export interface MapFigureOptions {
  /** Unique in the page. */
  name: string;
  title: (part: string) => string;
  /** The images; without them the points tell their class alone. */
  sprite: Sprite | undefined;
}

/** UMAP of a sample: the image of a point on hover, its neighbours on click or Enter. */
export async function umapFigure(
  { umap, classes, note }: MapAnalysis,
  options: MapFigureOptions,
): Promise<Html | undefined> {
  if (umap.x.length === 0) return undefined;
  const title = options.title(`UMAP of ${count(umap.x.length)} images`);
  const svg = await drawPointMap({
    title,
    xTitle: "UMAP 1 (no unit)",
    yTitle: "UMAP 2 (no unit)",
    ...umap,
    names: classes,
    width: 520,
    height: 420,
    isEqual: true,
  });
  const isDrawn = umap.x.length <= MOST_VECTOR_POINTS;
  const shown = {
    names: classes,
    classes: umap.classes,
    ids: umap.ids,
    neighbours: umap.neighbours,
    ...(options.sprite && { sprite: options.sprite }),
  };
  // A closing tag within a name would end the element.
  const data = new Html(JSON.stringify(shown).replaceAll("<", "\\u003c"));
  return html`<figure id="${options.name}"><h3>${title}</h3>
<div class="map">
<div class="map-plot">${new Html(svg)}<div class="map-tip" hidden></div></div>
<div class="map-side">
${isDrawn && html`<p class="map-hint">Point at a mark to see its image; click it for its five neighbours in feature space. By keyboard: Tab to the map, arrows to walk, Enter to choose.</p>`}
<div class="chips">${classes.map((name, i) => html`<button type="button" class="chip" data-class="${i}" aria-pressed="false"><i class="k${i}"></i>${name}</button>`)}</div>
<div class="map-shown" aria-live="polite"></div>
</div>
${isDrawn && html`<script type="application/json">${data}</script>`}
</div>
<figcaption>Distances within a neighbourhood mean something, those between far groups little. ${note}</figcaption></figure>
`;
}

/** All test images on their first two principal components. */
export async function pcaFigure(
  { pca, classes, note }: MapAnalysis,
  options: MapFigureOptions,
): Promise<Html | undefined> {
  if (pca.x.length === 0) return undefined;
  const title = options.title("Principal components");
  const [first, second] = pca.varianceShare.map((share) => (100 * share).toFixed(1));
  const svg = await drawPointMap({
    title,
    xTitle: `principal component 1 (${first} % of the variance)`,
    yTitle: `principal component 2 (${second} % of the variance)`,
    ...pca,
    names: classes,
    width: 400,
    height: 320,
    isEqual: true,
  });
  return html`<figure id="${options.name}"><h3>${title}</h3>
${new Html(svg)}
<figcaption>The features of ${count(pca.x.length)} images, by class. ${note}</figcaption></figure>
`;
}
