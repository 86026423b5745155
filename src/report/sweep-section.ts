// The heat maps of the sweeps among the named folders.
import { readSweep, type SweepResults } from "../run/sweep-folder.ts";
import { gainCharts } from "./charts/gains.ts";
import { commandLine } from "./command.ts";
import { drawnFigures } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { sweepGains } from "./sweep-gains.ts";

/** Undefined where no sweep among the folders declares a heat map. */
export async function sweepsSection(folders: readonly string[]): Promise<Html | undefined> {
  const sweeps = folders.flatMap((folder) => readSweep(folder) ?? []);
  const parts = await Promise.all(sweeps.map(sweepPart));
  return parts.some((part) => part !== undefined) ? html`<section id="sweeps">${parts}</section>` : undefined;
}

async function sweepPart(sweep: SweepResults, index: number): Promise<Html | undefined> {
  const { heatmap, name, command } = sweep;
  if (!heatmap) return undefined;
  const gains = sweepGains(sweep, heatmap);
  const heading = html`<h2>Sweep: ${name}</h2>`;
  if (!gains)
    return html`${heading}<p>No gains yet: they need a finished run of the baseline ${heatmap.baseline}, with its ${heatmap.score} evaluation. Go on with ${commandLine(command)}</p>`;
  const figures = await drawnFigures(gainCharts(`gains-${index}`, gains, heatmap));
  return html`${heading}
<div class="figures">
${figures}</div>
<p>Repeat it, or go on with it: ${commandLine(command)}</p>`;
}
