// Queries under the microscope: each with its hardest real and synthetic negatives, as images with logit and weight.
import type { MicroscopeAnalysis, ShownNegative } from "../run/analyses.ts";
import { type Html, html } from "./html.ts";
import { type Sprite, spriteCell } from "./sprites.ts";

type Query = MicroscopeAnalysis["queries"][number];

/** A block per query; false negatives, and keys of the query's own image, are framed and named. */
export function microscope({ queries }: MicroscopeAnalysis, sprite: Sprite | undefined): Html {
  return html`<div class="microscope">${queries.map((query) => queryBlock(query, sprite))}</div>`;
}

function queryBlock(query: Query, sprite: Sprite | undefined): Html {
  const { positive, real, synthetic } = query;
  return html`<section class="query" aria-label="query: ${query.class}">
<div class="query-image">${sprite && spriteCell(sprite, query.cell, `query, ${query.class}`)}<b>${query.class}</b><small>image ${query.image}; its positive:</small>${logitAndWeight(positive)}</div>
<div class="negatives">
<h4>Hardest real negatives</h4>
<ol>${real.map((negative) => negativeItem(negative, query, sprite))}</ol>
${
  synthetic.length > 0 &&
  html`<h4>Hardest synthetic negatives, by their parents</h4>
<ol>${synthetic.map((negative) => negativeItem(negative, query, sprite))}</ol>`
}
</div></section>
`;
}

function negativeItem(negative: ShownNegative, query: Query, sprite: Sprite | undefined): Html {
  const { cells, images, classes, kind, isFalse } = negative;
  const pictures = sprite && cells.map((cell, i) => spriteCell(sprite, cell, classes[i] ?? ""));
  return html`<li class="${isFalse ? "false" : kind}"><span class="parents">${pictures}</span><b>${classes.join(" + ")}</b><small>${images.join(" + ")}</small>${
    kind !== "real" && html`<small>${mixture(negative)}</small>`
  }${logitAndWeight(negative)}${isFalse && html`<em>${images.every((image) => image === query.image) ? "its own image" : "false negative"}</em>`}</li>`;
}

/** `0.62 : 0.38` of both parents; `0.31 query` of a query-mixed one. */
function mixture({ kind, share }: ShownNegative): string {
  if (kind === "query-mixed") return `${share?.toFixed(2) ?? "with the"} query`;
  return share === undefined ? "of both" : `${share.toFixed(2)} : ${(1 - share).toFixed(2)}`;
}

function logitAndWeight({ logit, weight }: { logit: number; weight: number }): Html {
  const share = 100 * weight;
  return html`<small>logit ${logit.toFixed(2)}</small><small>p ${share >= 0.01 ? share.toFixed(2) : share.toExponential(0)} %</small>`;
}
