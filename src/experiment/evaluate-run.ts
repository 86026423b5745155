// kNN and linear classification of a run's encoder, recorded in its folder.

import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset.ts";
import { InternalError } from "../errors.ts";
import { meanAndDeviation } from "../evaluate/accuracy.ts";
import { disposeFeatures, extractLabelled, inEvaluationMode, type LabelledFeatures } from "../evaluate/features.ts";
import { knnAccuracy, knnDefaults } from "../evaluate/knn.ts";
import { type LinearProgress, linearOnFeatures, linearOnImages, linearRecipes } from "../evaluate/linear.ts";
import type { OptionRecord, Ui, Values } from "../options/index.ts";
import { type LinearValues, linearOptions } from "../options/linear.ts";
import type { Accuracy, Evaluation } from "../run/types.ts";
import { randomKey } from "../tensor/index.ts";
import { type Modules, moduleState } from "../train/state.ts";
import type { OpenedRun } from "./open-run.ts";

/** Labelled training and test images, or undefined with a word about what is missing. */
function labelledPair({ train, test }: OpenedRun["data"], what: string, ui: Ui) {
  if (train.labels && test?.labels) return { train, test };
  ui.info(`${what} skipped: ${train.labels ? "there are no labelled test images" : "the images have no labels"}`);
  return undefined;
}

/** Both evaluations with their defaults, on features made once; what a run ends with. */
export async function evaluateAll(run: OpenedRun, ui: Ui): Promise<Evaluation[]> {
  const what = run.options.linear ? "kNN and linear classification" : "kNN";
  const evaluations = await withFeatures(run, what, ui, async (features) => {
    const knn = evaluateKnn(run, features, {}, `mochi knn ${run.folder.path}`);
    if (!run.options.linear) return [knn];
    return [knn, await evaluateLinear(run, features, defaultsOf(linearOptions), ui, `mochi linear ${run.folder.path}`)];
  });
  return evaluations ?? [];
}

/** Runs `body` on the features of all training and test images; undefined, with a word, where labels are missing. */
export async function withFeatures<Result>(
  run: OpenedRun,
  what: string,
  ui: Ui,
  body: (features: LabelledFeatures) => Result | Promise<Result>,
): Promise<Result | undefined> {
  const pair = labelledPair(run.data, what, ui);
  if (!pair) return undefined;
  const before = fingerprint(run.modules);
  const result = await inEvaluationMode(run.modules, async () => {
    const onProgress = (done: number, total: number) => ui.progress({ label: "features", done, total });
    const { imageSize: size } = run.options;
    const features = await extractLabelled(pair, run.encode, { size, view: run.views.testing, onProgress });
    ui.progress(undefined);
    try {
      return await body(features);
    } finally {
      disposeFeatures(features);
    }
  });
  // MoCo's own check: a frozen encoder that moved would make the number a lie.
  if (fingerprint(run.modules) !== before) throw new InternalError("the evaluation changed the frozen encoder");
  return result;
}

export interface KnnChoice {
  neighbours?: number;
  temperature?: number;
}

/** kNN on all test images → evaluations/knn.json. */
export function evaluateKnn(
  run: OpenedRun,
  features: LabelledFeatures,
  choice: KnnChoice,
  command: string,
): Evaluation {
  const { neighbours = knnDefaults.k, temperature = knnDefaults.temperature } = choice;
  const started = performance.now();
  const accuracy = knnAccuracy(features, classesOf(run.data.train), { k: neighbours, temperature });
  const options = {
    neighbours,
    temperature,
    trainImages: features.train.length(0),
    testImages: features.test.length(0),
  };
  const evaluation = summarise("knn", [accuracy], { command, options, started });
  run.folder.writeEvaluation("knn", evaluation);
  return evaluation;
}

/** Linear classification, once or several times → evaluations/linear.json. */
export async function evaluateLinear(
  run: OpenedRun,
  features: LabelledFeatures,
  values: LinearValues,
  ui: Ui,
  command: string,
): Promise<Evaluation> {
  const started = performance.now();
  const recipe = linearRecipes[values.recipe];
  const options = {
    epochs: values.epochs || recipe.epochs,
    batchSize: values.batchSize || recipe.batchSize,
    lr: values.lr || recipe.lr,
    weightDecay: recipe.weightDecay,
  };
  const runs: Accuracy[] = [];
  const curve: LinearProgress[] = [];
  for (let repetition = 0; repetition < values.runs; repetition++) {
    const onEpoch = (progress: LinearProgress) => {
      if (repetition === 0) curve.push(progress);
      const label = values.runs > 1 ? `linear ${repetition + 1}/${values.runs}` : "linear";
      ui.progress({ label, done: progress.epoch, total: progress.epochs });
    };
    const key = randomKey(values.seed + repetition).fold("linear");
    const training = { classes: classesOf(run.data.train), options, key, onEpoch };
    const images = {
      data: run.data.train,
      encode: run.encode,
      size: run.options.imageSize,
      view: run.views.linearTraining,
    };
    const isCached = values.recipe === "cached";
    runs.push(isCached ? await linearOnFeatures(features, training) : await linearOnImages(features, images, training));
  }
  ui.progress(undefined);
  for (const { epoch, loss, top1 } of curve) run.folder.appendMetrics({ kind: "linear", epoch, loss, top1 });
  const evaluation = summarise("linear", runs, {
    command,
    options: { recipe: values.recipe, ...options, seed: values.seed },
    started,
  });
  run.folder.writeEvaluation("linear", evaluation);
  return evaluation;
}

/** How many classes the labels of a data set have. */
export function classesOf({ info, labels }: Dataset): number {
  return info.classes?.length ?? 1 + labels!.reduce((highest, label) => Math.max(highest, label), 0);
}

function defaultsOf<R extends OptionRecord>(record: R): Values<R> {
  return Object.fromEntries(Object.entries(record).map(([key, option]) => [key, option.default])) as Values<R>;
}

function summarise(
  name: string,
  runs: readonly Accuracy[],
  { command, options, started }: { command: string; options: Record<string, unknown>; started: number },
): Evaluation {
  const top1 = meanAndDeviation(runs.map((run) => run.top1));
  const top5 = meanAndDeviation(runs.map((run) => run.top5));
  return {
    name,
    top1: top1.mean,
    top5: top5.mean,
    runs,
    mean: { top1: top1.mean, top5: top5.mean },
    std: { top1: top1.std ?? 0, top5: top5.std ?? 0 },
    command,
    options,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

function fingerprint(modules: Modules): string {
  const hash = createHash("sha256");
  for (const value of moduleState(modules).values()) {
    const { buffer, byteOffset, byteLength } = value.toTypedArray();
    hash.update(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
