// kNN and linear classification of a run's encoder, recorded in its folder.

import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset.ts";
import { InternalError } from "../errors.ts";
import { meanAndDeviation } from "../evaluate/accuracy.ts";
import { inEvaluationMode } from "../evaluate/features.ts";
import { knnDefaults, knnEvaluate } from "../evaluate/knn.ts";
import {
  cacheFeatures,
  type LinearProgress,
  linearOnFeatures,
  linearOnImages,
  linearRecipes,
} from "../evaluate/linear.ts";
import type { Ui } from "../options/index.ts";
import type { LinearValues } from "../options/linear.ts";
import type { Accuracy, Evaluation } from "../run/types.ts";
import { randomKey } from "../tensor/index.ts";
import { type Modules, moduleState } from "../train/state.ts";
import type { OpenedRun } from "./open-run.ts";

/** Labelled training and test images, or undefined with a word about what is missing. */
export function labelledPair(
  { train, test }: OpenedRun["data"],
  what: string,
  ui: Ui,
): { train: Dataset; test: Dataset } | undefined {
  if (train.labels && test?.labels) return { train, test };
  ui.info(`${what} skipped: ${train.labels ? "there are no labelled test images" : "the images have no labels"}`);
  return undefined;
}

export interface KnnChoice {
  neighbours?: number;
  temperature?: number;
}

/** Full kNN evaluation on the test set → evaluations/knn.json. */
export async function evaluateKnn(
  run: OpenedRun,
  { neighbours = knnDefaults.k, temperature = knnDefaults.temperature }: KnnChoice,
  ui: Ui,
  command: string,
): Promise<Evaluation | undefined> {
  const pair = labelledPair(run.data, "kNN", ui);
  if (!pair) return undefined;
  const started = performance.now();
  const { top1, top5, ...counts } = await inEvaluationMode(run.modules, () =>
    knnEvaluate(pair.train, pair.test, run.encode, {
      size: run.options.imageSize,
      recipe: run.recipes.testing,
      k: neighbours,
      temperature,
      onProgress: (done, total) => ui.progress({ label: "kNN", done, total }),
    }),
  );
  ui.progress(undefined);
  const evaluation = summarise("knn", [{ top1, top5 }], {
    command,
    options: { neighbours, temperature, ...counts },
    started,
  });
  run.folder.writeEvaluation("knn", evaluation);
  return evaluation;
}

/** Linear classification, once or several times → evaluations/linear.json; the encoder is proven unchanged. */
export async function evaluateLinear(
  run: OpenedRun,
  values: LinearValues,
  ui: Ui,
  command: string,
): Promise<Evaluation | undefined> {
  const pair = labelledPair(run.data, "linear classification", ui);
  if (!pair) return undefined;
  const started = performance.now();
  const published = linearRecipes[values.recipe];
  const options = {
    epochs: values.epochs || published.epochs,
    batchSize: values.batchSize || published.batchSize,
    lr: values.lr || published.lr,
    weightDecay: published.weightDecay,
  };
  const classes =
    pair.train.info.classes?.length ?? 1 + pair.train.labels!.reduce((highest, label) => Math.max(highest, label), 0);
  const { imageSize: size } = run.options;
  const before = fingerprint(run.modules);
  const runs: Accuracy[] = [];
  const curves: LinearProgress[] = [];
  await inEvaluationMode(run.modules, async () => {
    const cached =
      values.recipe === "cached"
        ? await cacheFeatures(pair.train, pair.test, run.encode, {
            size,
            recipe: run.recipes.testing,
            onProgress: (done, total) => ui.progress({ label: "features", done, total }),
          })
        : undefined;
    for (let repetition = 0; repetition < values.runs; repetition++) {
      const key = randomKey(values.seed + repetition).fold("linear");
      const onEpoch = (progress: LinearProgress) => {
        if (repetition === 0) curves.push(progress);
        const label = values.runs > 1 ? `linear ${repetition + 1}/${values.runs}` : "linear";
        ui.progress({ label, done: progress.epoch, total: progress.epochs });
      };
      const training = { classes, options, key, onEpoch };
      const { testing, linearTraining } = run.recipes;
      runs.push(
        cached
          ? await linearOnFeatures(cached, training)
          : await linearOnImages({ ...pair, encode: run.encode, size, training: linearTraining, testing }, training),
      );
    }
  });
  ui.progress(undefined);
  // MoCo's own check: a frozen encoder that moved would make the number a lie.
  if (fingerprint(run.modules) !== before) throw new InternalError("linear classification changed the frozen encoder");
  for (const { epoch, loss, top1 } of curves) run.folder.appendMetrics({ kind: "linear", epoch, loss, top1 });
  const evaluation = summarise("linear", runs, {
    command,
    options: { recipe: values.recipe, ...options, seed: values.seed },
    started,
  });
  run.folder.writeEvaluation("linear", evaluation);
  return evaluation;
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
