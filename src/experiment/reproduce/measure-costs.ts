// What training and evaluating a run costs on this machine at each width, measured before anything is planned.
import type { Dataset, DatasetPair } from "../../data/dataset.ts";
import { disposeFeatures, extractLabelled, inEvaluationMode } from "../../evaluate/features.ts";
import { knnAccuracy } from "../../evaluate/knn.ts";
import { linearOnFeatures, linearRecipes } from "../../evaluate/linear.ts";
import { methodByName, methods } from "../../methods/index.ts";
import type { Ui } from "../../options/index.ts";
import { resolvePretrain } from "../../presets/resolve.ts";
import { randomKey } from "../../tensor/index.ts";
import { usePrecision } from "../../train/loop.ts";
import { choosePrecision } from "../environment.ts";
import { classesOf } from "../evaluate-run.ts";
import { measureRates } from "../measure-rate.ts";
import { buildModules, encoderOf, evaluationViews } from "../open-run.ts";
import { type Costs, widths } from "./choose-plan.ts";
import { cellValues, grid, type Kind, kinds } from "./grid.ts";

interface Measured {
  data: DatasetPair & { test: Dataset };
  source: string;
  imageSize: number;
  ui: Ui;
}

/** Costs by width. */
export async function measureCosts({ data, source, imageSize, ui }: Measured): Promise<Map<number, Costs>> {
  ui.info("measuring what runs cost on this machine");
  const costs = new Map<number, Costs>();
  let done = 0;
  // Each measurement would speak for itself.
  const silent: Ui = { info: () => {}, warn: ui.warn, progress: () => {} };
  for (const width of widths) {
    const imagesPerSecond = {} as Record<Kind, number>;
    for (const kind of kinds) {
      ui.progress({ label: "measuring", done: done++, total: widths.length * (kinds.length + 1) });
      const setup = setUp(kind, { width, imageSize, source });
      const [rate] = await measureRates([imageSize], { ...setup, data, ui: silent });
      imagesPerSecond[kind] = rate!.imagesPerSecond;
    }
    ui.progress({ label: "measuring", done: done++, total: widths.length * (kinds.length + 1) });
    costs.set(width, {
      imagesPerSecond,
      ...(await measureEvaluation(setUp("moco", { width, imageSize, source }), data)),
    });
  }
  ui.progress(undefined);
  return costs;
}

/** Method and options of the first cell of a kind. */
function setUp(kind: Kind, { source, ...size }: { width: number; imageSize: number; source: string }) {
  const cell = grid.find((one) => one.kind === kind)!;
  // The length is of no account for a rate.
  const values = { ...cellValues(cell, { ...size, data: source, epochs: 10 }) };
  const configFile = { name: "mochi reproduce", values };
  const { config } = resolvePretrain({ flags: {}, configFile, methods, isRun: false });
  const { precision } = choosePrecision(config.options.precision);
  return { method: methodByName(config.method), options: config.options, precision };
}

// As large as suffices for times of some tenths of a second.
const sampled = { train: 5_120, test: 1_024, epochs: 6 };
// The monitor's sample, as experiment/monitors.ts takes it.
const monitored = { train: 10_240, test: 2_048 };
// Opening the data, pictures and report of a run, which do not depend on the width.
const fixedSeconds = 6;

/** From a sample, in proportion: features by images, votes by pairs of images, classification by steps. */
async function measureEvaluation(
  { method, options, precision }: ReturnType<typeof setUp>,
  data: Measured["data"],
): Promise<Pick<Costs, "evaluationSeconds" | "monitorSeconds">> {
  const modules = buildModules(method, options, data);
  usePrecision(modules, precision);
  const first = (part: Dataset, count: number) =>
    Int32Array.from({ length: Math.min(count, part.info.length) }, (_, id) => id);
  const ids = { trainIds: first(data.train, sampled.train), testIds: first(data.test, sampled.test) };
  const view = evaluationViews(method, options).testing;
  const encode = encoderOf(method, modules);
  return inEvaluationMode(modules, async () => {
    const settings = { size: options.imageSize, view };
    const warm = { trainIds: ids.testIds, testIds: ids.testIds };
    disposeFeatures(await extractLabelled(data, encode, { ...settings, ...warm }));
    const [features, featureSeconds] = await timed(() => extractLabelled(data, encode, { ...settings, ...ids }));
    const classes = classesOf(data.train);
    const [, voteSeconds] = await timed(async () => knnAccuracy(features, classes));
    const training = { classes, options: { ...linearRecipes.cached, epochs: sampled.epochs }, key: randomKey(0) };
    const [, linearSeconds] = await timed(() => linearOnFeatures(features, training));
    disposeFeatures(features);

    const [train, test] = [data.train.info.length, data.test.info.length];
    const perImage = featureSeconds / (ids.trainIds.length + ids.testIds.length);
    const perPair = voteSeconds / (ids.trainIds.length * ids.testIds.length);
    const perEpoch = (linearSeconds / sampled.epochs / ids.trainIds.length) * train;
    // The test images once more for the analysis, whose pairs are as many as those of kNN at most.
    const analysisSeconds = test * perImage + test * test * perPair;
    return {
      evaluationSeconds:
        fixedSeconds +
        (train + test) * perImage +
        train * test * perPair +
        linearRecipes.cached.epochs * perEpoch +
        analysisSeconds,
      monitorSeconds:
        Math.min(monitored.train + monitored.test, train + test) * perImage +
        Math.min(monitored.train, train) * Math.min(monitored.test, test) * perPair,
    };
  });
}

async function timed<Result>(job: () => Promise<Result>): Promise<[Result, number]> {
  const started = performance.now();
  const result = await job();
  return [result, (performance.now() - started) / 1000];
}
