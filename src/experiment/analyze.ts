// mochi analyze: the analyses of a run's newest checkpoint, into its folder; then its report anew.
import { resolve } from "node:path";
import type { AnalyzeValues } from "../options/analyze.ts";
import type { Ui } from "../options/index.ts";
import { writeReport } from "../report/index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { analyzeFeatures } from "./analyses/features.ts";
import { headerOf } from "./analyses/header.ts";
import { analyzeMicroscope, checkImages } from "./analyses/microscope.ts";
import { type AnalysisName, chooseAnalyses } from "./analyses/names.ts";
import { analyzeNegatives } from "./analyses/negatives.ts";
import { openRun } from "./open-run.ts";

/**
 * @param path run folder
 * @throws UsageError `analysis-unknown`, `run-missing`, `image-missing`; MochiError `checkpoint-missing`
 */
export async function analyze(path: string, values: AnalyzeValues, ui: Ui): Promise<void> {
  await analyzeRun(path, chooseAnalyses(values.only), ui, values);
  ui.info(`report: ${resolve(await writeReport([path]))}`);
}

/** The chosen analyses; what the run has not (labels, negatives, test images) is said and passed over. */
export async function analyzeRun(
  path: string,
  names: readonly AnalysisName[],
  ui: Ui,
  {
    queries = 2048,
    images = [],
    ...choice
  }: { queries?: number; images?: readonly number[]; data?: string | undefined; threads?: number } = {},
): Promise<void> {
  const started = performance.now();
  const chosen = new Set(names);
  const run = await openRun(path, ui, choice);
  checkImages(run, images);
  const { info: reached } = loadCheckpoint(run.folder.checkpoints);
  const header = headerOf(path, reached);
  // Features first: looking at batches moves the running statistics of the norms.
  await analyzeFeatures(run, chosen, { header, ui });
  await analyzeNegatives(run, chosen, { queries, header, reached, ui });
  if (chosen.has("microscope")) await analyzeMicroscope(run, { images, header, reached, ui });
  ui.info(`analyzed in ${((performance.now() - started) / 1000).toFixed(1)} s: ${path}/analyses`);
}
