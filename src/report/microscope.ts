// Queries under the microscope: each with the images of its hardest negatives and of the parents of its synthetic ones.
import type { MicroscopeAnalysis, ShownNegative } from "../run/types.ts";
import { Html, type HtmlValue, html } from "./html.ts";
import { spriteCell, spriteStyle } from "./sprite.ts";

const SIDE = 56;
const PARENT_SIDE = 40;

export function microscopeFigure({ queries, sprite, note }: MicroscopeAnalysis, png: Uint8Array): Html {
  const shown = queries.map(({ cell, class: name, positive, real, synthetic }) => {
    const all = [...real, ...synthetic];
    const strongest = Math.max(...all.map(({ weight }) => weight));
    const negatives = (title: string, list: readonly ShownNegative[]) =>
      list.length > 0 &&
      html`<h5>${title}</h5><ol class="negatives">${list.map((one) => negative(one, strongest))}</ol>`;
    return html`<article class="query"><div class="anchor">${spriteCell(sprite, cell, 96, name)}<b>${name || "query"}</b><small>positive: logit ${positive.logit.toFixed(2)}, p ${percentText(positive.weight)}</small></div>
<div class="opponents">${negatives("hardest real negatives", real)}${negatives("hardest synthetic negatives, by their parents", synthetic)}</div></article>\n`;
  });
  const isMixed = queries.some(({ synthetic }) => synthetic.length > 0);
  return html`<figure id="microscope" class="wide"><h3>Queries under the microscope</h3>
<p>Below an image: its class, logit q·n/τ, and p over the positive and all negatives; the bar is p beside the largest of the query. A dashed frame marks a false negative: of the query’s class${isMixed && ", where two are mixed both parents"}. ${note}</p>
<div class="microscope" style="${spriteStyle(png)}">
${shown}</div></figure>\n`;

  function negative({ cells, classes, kind, share, logit, weight, isFalse }: ShownNegative, strongest: number): Html {
    const side = cells.length > 1 ? PARENT_SIDE : SIDE;
    const images = cells.map((cell, i) => spriteCell(sprite, cell, side, classes[i] ?? ""));
    const mixture: HtmlValue =
      share !== undefined &&
      html`<small>${kind === "pair-mixed" ? "α" : "β"} ${share.toFixed(2)}${kind === "query-mixed" && " of the query"}</small>`;
    const width = new Html(String(Math.max(2, Math.round((100 * weight) / strongest))));
    return html`<li${isFalse && new Html(' class="false"')}><span class="parents">${images}</span><small>${[...new Set(classes)].filter(Boolean).join(" + ")}</small>${mixture}<small>${logit.toFixed(2)} · ${percentText(weight)}</small><i style="width:${width}%"></i></li>`;
  }
}

function percentText(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
