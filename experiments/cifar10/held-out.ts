// How the cifar10 preset was chosen: linear classification of a finished run on 5,000 held-out training images.
// Run: npx tsx experiments/cifar10/held-out.ts <run folder> …   Pre-training reads no labels, so it saw all the images.
import { disposeFeatures, extractLabelled, inEvaluationMode } from "../../src/evaluate/features.ts";
import { linearOnFeatures, linearRecipes } from "../../src/evaluate/linear.ts";
import { openRun } from "../../src/experiment/open-run.ts";
import { randomKey } from "../../src/tensor/index.ts";

const quiet = { info() {}, warn: console.warn, progress() {} };
const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, index) => from + index);

for (const path of process.argv.slice(2)) {
  const run = await openRun(path, quiet);
  await inEvaluationMode(run.modules, async () => {
    const features = await extractLabelled({ train: run.data.train, test: run.data.train }, run.encode, {
      size: run.options.imageSize,
      view: run.views.testing,
      trainIds: range(0, 45_000),
      testIds: range(45_000, 50_000),
    });
    const key = randomKey(0).fold("linear");
    const { top1 } = await linearOnFeatures(features, { classes: 10, options: linearRecipes.cached, key });
    console.log(`${path}: linear top-1 ${top1.toFixed(2)} on held-out training images`);
    disposeFeatures(features);
  });
}
