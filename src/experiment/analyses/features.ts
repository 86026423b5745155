// Analyses of the features of the test images: alignment and uniformity, spectrum, confusion, a map.
import { confusion } from "../../analyze/confusion.ts";
import { spectrumOf } from "../../analyze/spectrum.ts";
import { extractFeatures, inEvaluationMode } from "../../evaluate/features.ts";
import { knnDefaults } from "../../evaluate/knn.ts";
import { classAlignment, knnClassify, normalize, uniformity } from "../../functional/index.ts";
import { Encoder } from "../../nn/encoder.ts";
import type { Ui } from "../../options/index.ts";
import { readRun } from "../../run/read.ts";
import { cat, indicesOf, keep, narrow, permutation, randomKey, scope, type Tensor } from "../../tensor/index.ts";
import { classesOf } from "../evaluate-run.ts";
import type { OpenedRun } from "../open-run.ts";
import type { Header } from "./header.ts";
import { writeMap } from "./map.ts";
import type { AnalysisName } from "./names.ts";

const ofFeatures: readonly AnalysisName[] = ["alignment-uniformity", "spectrum", "confusion", "map"];

// All test images of the usual sets; of larger ones as many.
const mostImages = 10_000;

/** Writes those of the four that are chosen; what cannot be is said. */
export async function analyzeFeatures(
  run: OpenedRun,
  chosen: ReadonlySet<AnalysisName>,
  { header, ui }: { header: Header; ui: Ui },
): Promise<void> {
  const wanted = ofFeatures.filter((name) => chosen.has(name));
  if (wanted.length === 0) return;
  const { data, modules, folder, options } = run;
  const images = data.test ?? data.train;
  const kind = data.test ? "test" : "training";
  const { length } = images.info;
  const all = Int32Array.from({ length }, (_, id) => id);
  const indices = length <= mostImages ? all : permutation(randomKey(0).fold("analyses"), length).slice(0, mostImages);
  const isSample = indices.length < length;
  const note = isSample
    ? `a sample of ${indices.length} of ${length} ${kind} images`
    : `all ${length} ${kind} images; exact`;
  const extract = (encode: (images: Tensor) => Tensor, dataset = images, ids = indices) =>
    inEvaluationMode(modules, () =>
      extractFeatures(dataset, encode, {
        size: options.imageSize,
        view: run.views.testing,
        indices: ids,
        onProgress: (done, total) => ui.progress({ label: "features", done, total }),
      }),
    );
  const { encoder } = modules;
  // The head on the same features, so that the backbone runs once.
  const both = await extract((batch) => {
    const features = run.encode(batch); // [B, D]
    // A row of features that is of several patches has no place before the head.
    const hasHead = encoder instanceof Encoder && features.length(0) === batch.length(0);
    return hasHead ? cat([features, encoder.projectionHead.forward(features)], 1) : features;
  });
  ui.progress(undefined);
  const featureSize = encoder instanceof Encoder ? encoder.backbone.featureSize : both.length(1);
  const headSize = both.length(1) - featureSize;
  const parts = scope(() => ({
    encoder: keep(normalize(narrow(both, 1, 0, featureSize))),
    ...(headSize > 0 && { head: keep(normalize(narrow(both, 1, featureSize, headSize))) }),
  }));
  both.dispose();
  const { labels } = images;
  const classes = labels && keep(indicesOf(Array.from(indices, (id) => labels[id]!)));
  const ofParts = <Value>(body: (features: Tensor) => Value) => ({
    encoder: scope(() => body(parts.encoder)),
    ...(parts.head && { head: scope(() => body(parts.head!)) }),
  });
  const write = (name: AnalysisName, analysis: object, what = note) =>
    folder.writeAnalysis(name, { name, ...header(name), note: what, ...analysis });
  const withoutLabels = (name: string) => ui.info(`${name} skipped: the images have no labels`);

  if (chosen.has("alignment-uniformity")) {
    if (!classes) withoutLabels("alignment");
    const linear = (await readRun(folder.path)).evaluations.linear?.mean.top1;
    write("alignment-uniformity", {
      images: indices.length,
      ...ofParts((features) => ({
        ...(classes && { alignment: classAlignment(features, classes).item() }),
        uniformity: uniformity(features).item(),
      })),
      ...(linear !== undefined && { linearTop1: linear }),
    });
  }
  if (chosen.has("spectrum")) write("spectrum", { images: indices.length, ...ofParts(spectrumOf) });
  if (chosen.has("confusion")) {
    if (!classes || !data.train.labels) withoutLabels("confusion");
    else if (!data.test) ui.info("confusion skipped: there are no test images");
    else {
      const { train } = data;
      const bank = await extract(
        run.encode,
        train,
        Int32Array.from({ length: train.info.length }, (_, id) => id),
      );
      ui.progress(undefined);
      const count = classesOf(train);
      const bankLabels = keep(indicesOf(train.labels!));
      const predictions = scope(() =>
        knnClassify(parts.encoder, normalize(bank), bankLabels, {
          ...knnDefaults,
          classes: count,
        }).predictions.toNumbers(),
      );
      bank.dispose();
      bankLabels.dispose();
      const truth = Array.from(indices, (id) => labels![id]!);
      const hits = truth.filter((label, i) => label === predictions[i]).length;
      const names = train.info.classes ?? Array.from({ length: count }, (_, label) => String(label));
      const what = `kNN (k ${knnDefaults.k}, T ${knnDefaults.temperature}) on ${note}, against all ${train.info.length} training images`;
      write(
        "confusion",
        { classes: names, counts: confusion(truth, predictions, count), top1: (100 * hits) / truth.length },
        what,
      );
    }
  }
  if (chosen.has("map"))
    await writeMap(run, { images, indices, features: parts.encoder }, { ...header("map"), note }, ui);
  for (const part of Object.values(parts)) part.dispose();
  classes?.dispose();
}
