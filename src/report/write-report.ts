// Writes report.html from run folders alone: no tensor is computed, no data set is opened.
import { join } from "node:path";
import { MochiError } from "../errors.ts";
import { writeWhole } from "../run/atomic-file.ts";
import { readClaims } from "../run/claims-folder.ts";
import { readRun } from "../run/read.ts";
import { readSweep } from "../run/sweep-folder.ts";
import { analysesSection, mostClasses } from "./analyses-section.ts";
import { hardnessLookCharts } from "./charts/hardness-looks.ts";
import { knnChart } from "./charts/knn.ts";
import { learningRateChart } from "./charts/learning-rate.ts";
import { lookCharts } from "./charts/looks.ts";
import { lossChart } from "./charts/loss.ts";
import { methodCharts } from "./charts/method-metrics.ts";
import { proxyAccuracyChart } from "./charts/proxy-accuracy.ts";
import { claimsSection } from "./claims-section.ts";
import { expandSweeps } from "./expand-sweep.ts";
import { drawnFigures } from "./figure.ts";
import { renderPage } from "./page.ts";
import { Sprites } from "./sprites.ts";
import { summarize, withShortLabels } from "./summary.ts";
import { sweepsSection } from "./sweep-section.ts";

// In the order of the page.
const CHARTS = [
  lossChart,
  knnChart,
  proxyAccuracyChart,
  methodCharts,
  learningRateChart,
  lookCharts,
  hardnessLookCharts,
];

/**
 * Reports on one run, or compares several; a sweep's folder stands for its runs. The first folder receives the file.
 * The same folders give the same file, byte by byte.
 * @returns the path of the written report.html
 * @throws MochiError where a folder is not a run folder, or none is named
 */
export async function writeReport(runFolders: readonly string[]): Promise<string> {
  const [first] = runFolders;
  if (first === undefined) {
    throw new MochiError({
      code: "no-run-folder",
      message: "a report needs at least one run folder, got none",
      remedy: "mochi report runs/quickstart",
    });
  }
  const runs = await Promise.all(expandSweeps(runFolders).map(readRun));
  const summaries = withShortLabels(runs.map(summarize));
  const sprites = new Sprites();
  const analyses = await analysesSection(summaries, sprites);
  const page = renderPage(summaries, {
    folders: runFolders,
    commands: runFolders.flatMap((folder) => readSweep(folder)?.command ?? []),
    training: await drawnFigures(CHARTS.flatMap((chart) => chart(summaries) ?? [])),
    sweeps: await sweepsSection(runFolders),
    claims: claimsOf(first),
    analyses,
    spriteStyle: sprites.style,
    classes: mostClasses(summaries),
  });
  const path = join(first, "report.html");
  writeWhole(path, [page]);
  return path;
}

function claimsOf(folder: string) {
  const claims = readClaims(folder);
  return claims && claimsSection(claims);
}
