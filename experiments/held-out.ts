// How hyper-parameters are chosen here: linear classification of a finished run on 5,000 held-out training images.
// Run: npx tsx experiments/held-out.ts <run folder> …   Pre-training reads no labels, so it saw all the images.
import { pathToFileURL } from "node:url";
import { disposeFeatures, extractLabelled, inEvaluationMode } from "../src/evaluate/features.ts";
import { linearOnFeatures, linearRecipes } from "../src/evaluate/linear.ts";
import { openRun } from "../src/experiment/open-run.ts";
import { randomKey } from "../src/tensor/index.ts";

const quiet = { info() {}, warn: console.warn, progress() {} };
const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, index) => from + index);

/** Linear top-1, per cent, of a finished run: trained on the first 45,000 training images, tested on the other 5,000. */
export async function heldOutTop1(path: string): Promise<number> {
  const run = await openRun(path, quiet);
  return await inEvaluationMode(run.modules, async () => {
    const features = await extractLabelled({ train: run.data.train, test: run.data.train }, run.encode, {
      size: run.options.imageSize,
      view: run.views.testing,
      trainIds: range(0, 45_000),
      testIds: range(45_000, 50_000),
    });
    const key = randomKey(0).fold("linear");
    const { top1 } = await linearOnFeatures(features, { classes: 10, options: linearRecipes.cached, key });
    disposeFeatures(features);
    return top1;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const path of process.argv.slice(2)) {
    console.log(`${path}: linear top-1 ${(await heldOutTop1(path)).toFixed(2)} on held-out training images`);
  }
}
