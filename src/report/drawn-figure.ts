// A chart on the page: title, drawing, caption.
import type { DrawnFigure } from "./charts/render.ts";
import { Html, html } from "./html.ts";

export function drawnFigure({ name, title, caption, svg }: DrawnFigure): Html {
  return html`<figure id="${name}"><h3>${title}</h3>
${new Html(svg)}
<figcaption>${caption}</figcaption></figure>\n`;
}
