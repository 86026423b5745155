// What the analyses of the runs showed: numbers, charts of all runs, then the pictures of each configuration's first run.
import type { MicroscopeAnalysis } from "../run/analyses.ts";
import { alignmentUniformityCharts } from "./charts/alignment-uniformity.ts";
import { confusionChart, worstConfusions } from "./charts/confusion.ts";
import { hardnessChart } from "./charts/hardness.ts";
import { spectrumChart } from "./charts/spectrum.ts";
import { drawnFigure, drawnFigures } from "./figure.ts";
import { count, percent } from "./format.ts";
import { type Html, html } from "./html.ts";
import { pcaFigure, umapFigure } from "./map-figure.ts";
import { measuresTable } from "./measures.ts";
import { microscope } from "./microscope.ts";
import { seriesOf } from "./series.ts";
import type { Sprites } from "./sprites.ts";
import type { Summary } from "./summary.ts";
import { table } from "./table.ts";

const MOST_CONFUSIONS = 10;

/** Undefined where nothing was analysed; pictures that the page needs are added to `sprites`. */
export async function analysesSection(summaries: readonly Summary[], sprites: Sprites): Promise<Html | undefined> {
  const charts = [hardnessChart(summaries), spectrumChart(summaries), ...alignmentUniformityCharts(summaries)];
  const figures = await drawnFigures(charts.filter((figure) => figure !== undefined));
  const shown = firstWithPictures(summaries);
  const isSingle = summaries.length === 1;
  const parts = await Promise.all(
    shown.map((summary, i) =>
      pictures(summary, { suffix: String(i), ...(!isSingle && { label: summary.label }), sprites }),
    ),
  );
  const measures = measuresTable(summaries);
  if (!measures && figures.length === 0 && parts.length === 0) return undefined;
  return html`<section id="analyses"><h2>Understanding the features</h2>
${measures}
${
  figures.length > 0 &&
  html`<div class="figures">
${figures}</div>`
}
${parts}</section>`;
}

/** Largest number of classes in a map, whose colours the page must know. */
export function mostClasses(summaries: readonly Summary[]): number {
  return Math.max(0, ...summaries.map(({ run }) => run.analyses.map?.classes.length ?? 0));
}

// Pictures of every seed would say the same again.
function firstWithPictures(summaries: readonly Summary[]): Summary[] {
  return seriesOf(summaries).flatMap(({ members }) => {
    const found = members.find(({ run: { analyses } }) => analyses.confusion ?? analyses.map ?? analyses.microscope);
    return found ?? [];
  });
}

async function pictures(
  { run }: Summary,
  { suffix, label, sprites }: { suffix: string; label?: string; sprites: Sprites },
): Promise<Html> {
  const { map, confusion, microscope: queries } = run.analyses;
  const title = (part: string) => (label === undefined ? part : `${part}: ${label}`);
  const options = (name: string) => ({ name: `${name}-${suffix}`, title });
  const umap = map && (await umapFigure(map, { ...options("umap"), sprite: sprites.add(run.sprites.map, map.sprite) }));
  const pca = map && (await pcaFigure(map, { ...options("pca"), sprite: undefined }));
  const matrix = confusion && confusionChart(`confusion-${suffix}`, confusion);
  const drawn = matrix && (await drawnFigure({ ...matrix, title: title(matrix.title) }, true));
  const worst = confusion && worstConfusions(confusion, MOST_CONFUSIONS);
  return html`<div class="figures">
${umap && html`<div class="whole">${umap}</div>`}
${drawn && html`<div class="whole">${drawn}</div>`}
${pca}
${
  worst &&
  worst.length > 0 &&
  html`<div class="worst"><h3>${title("Most frequent confusions")}</h3>
${confusionsTable(worst)}</div>`
}
${queries && html`<div class="whole">${microscopeFigure(queries, options("microscope"), sprites.add(run.sprites.microscope, queries.sprite))}</div>`}</div>
`;
}

function microscopeFigure(
  analysis: MicroscopeAnalysis,
  { name, title }: { name: string; title: (part: string) => string },
  sprite: ReturnType<Sprites["add"]>,
): Html {
  return html`<figure id="${name}"><h3>${title("Queries under the microscope")}</h3>
<p>The logit is q·n/τ; p is its softmax over the positive and all negatives. ${analysis.note}</p>
${microscope(analysis, sprite)}</figure>
`;
}

function confusionsTable(worst: ReturnType<typeof worstConfusions>): Html {
  return table(
    [
      { title: "True class" },
      { title: "Taken for" },
      { title: "Images", isNumeric: true },
      { title: "Of the class (%)", isNumeric: true },
    ],
    worst.map(({ truth, guess, count: images, of }) => [
      { content: truth },
      { content: guess },
      { content: count(images), sortBy: images },
      { content: percent((100 * images) / of), sortBy: images / of },
    ]),
  );
}
