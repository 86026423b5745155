// A chart and its caption in the page.
import { drawFigure, type Figure } from "./charts/render.ts";
import { Html, html } from "./html.ts";

/** Draws the charts, each as a `figure` element of its own name. */
export async function drawnFigures(figures: readonly Figure[]): Promise<Html[]> {
  return Promise.all(figures.map((figure) => drawnFigure(figure)));
}

/** `wide` ones scroll sideways on a phone rather than shrink. */
export async function drawnFigure(figure: Figure, isWide = false): Promise<Html> {
  const { name, title, caption } = figure;
  const svg = new Html(await drawFigure(figure));
  return html`<figure id="${name}"><h3>${title}</h3>
${isWide ? html`<div class="wide">${svg}</div>` : svg}
<figcaption>${caption}</figcaption></figure>
`;
}
