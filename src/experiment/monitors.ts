// The monitors of a run: kNN on a fixed sample, the watch for collapse, and looks at the logits.
import { lookAtContrast } from "../analyze/contrast-look.ts";
import { numbersOf } from "../analyze/look-numbers.ts";
import { probeSpread, signsOfCollapse } from "../evaluate/collapse.ts";
import { disposeFeatures, extractLabelled, inEvaluationMode } from "../evaluate/features.ts";
import { knnAccuracy } from "../evaluate/knn.ts";
import type { Ui } from "../options/index.ts";
import { indicesOf, keep, permutation, randomKey } from "../tensor/index.ts";
import type { Monitor, StepMonitor } from "../train/monitor.ts";
import { classesOf } from "./evaluate-run.ts";
import { heldOutMonitor } from "./held-out.ts";
import type { OpenedRun } from "./open-run.ts";

export function monitorsFor(run: OpenedRun, ui: Ui): Monitor[] {
  return [collapseMonitor(run, ui), ...knnMonitor(run, ui), ...heldOutMonitor(run, ui)];
}

// A look takes some milliseconds for so many, and a run has hundreds of looks.
const queriesLookedAt = 64;

/** Every few steps: how hard the negatives are, and, where the images have labels, who of them is false. */
export function stepMonitorFor({ options, data }: Pick<OpenedRun, "options" | "data">): StepMonitor | undefined {
  if (options.analyzeEvery === 0) return undefined;
  const { labels } = data.train;
  const classes = labels && keep(indicesOf(labels));
  return {
    kind: "contrast",
    everySteps: options.analyzeEvery,
    look: (contrast) => ({ ...numbersOf(lookAtContrast(contrast, classes, queriesLookedAt)) }),
  };
}

// Enough for ranks far above the limit, and cheap beside an epoch.
const probeImages = 512;

/** Looks at every epoch's end, and warns where the features of a fixed sample of training images have collapsed. */
function collapseMonitor({ options, data, modules, encode, views }: OpenedRun, ui: Ui): Monitor {
  const ids = permutation(randomKey(0).fold("collapse"), data.train.info.length).slice(0, probeImages);
  return {
    name: "collapse",
    everyEpochs: 1,
    run: () =>
      inEvaluationMode(modules, async () => {
        const spread = await probeSpread(data.train, encode, { size: options.imageSize, view: views.testing, ids });
        const signs = signsOfCollapse(spread);
        if (signs.length > 0)
          ui.warn(`the features are collapsed: ${signs.join("; ")} (${ids.length} training images)`);
        return { ...spread, collapsed: signs.length > 0 ? 1 : 0 };
      }),
  };
}

/** kNN on a fixed sample of whole batches: enough to see the curve, cheap enough to look often. */
function knnMonitor({ options, data, modules, encode, views }: OpenedRun, ui: Ui): Monitor[] {
  const { train: bank, test } = data;
  if (options.knnEvery === 0) return [];
  if (!bank.labels || !test?.labels) {
    ui.info("kNN monitor skipped: the images have no labels");
    return [];
  }
  const key = randomKey(0).fold("knn monitor");
  const pick = (count: number, from: number) => permutation(key, from).slice(0, count);
  const trainIds = pick(10_240, bank.info.length);
  const testIds = pick(2_048, test.info.length);
  const { imageSize: size } = options;
  return [
    {
      name: "knn",
      everyEpochs: options.knnEvery,
      run: () =>
        inEvaluationMode(modules, async () => {
          const settings = { size, view: views.testing, trainIds, testIds };
          const features = await extractLabelled({ train: bank, test }, encode, settings);
          const { top1 } = knnAccuracy(features, classesOf(bank));
          disposeFeatures(features);
          ui.info(`kNN top-1 ${top1.toFixed(1)} % (${testIds.length} test images against ${trainIds.length})`);
          return { top1, trainImages: trainIds.length, testImages: testIds.length };
        }),
    },
  ];
}
