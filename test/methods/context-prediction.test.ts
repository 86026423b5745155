// Oracle: the join of two patches and its softmax in plain numbers, places of patches found by their pixels, differences.
import { expect, test } from "vitest";
import { viewsOf } from "../../src/augment/index.ts";
import { contextPrediction } from "../../src/methods/context-prediction.ts";
import { backward, fromTypedArray, gradientOf, randomKey, select, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { stubEncoder } from "./stub-encoder.ts";

const options = { patchGap: 0.5, patchJitter: 0.2, colorDropping: 0, classifierHidden: 8 };
const given = {
  ids: Int32Array.from([0, 1]),
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
  options,
};
const build = () =>
  contextPrediction.build({
    options,
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });

// Doersch §3: −log softmax(logits)_y over the eight places
test("the loss joins the centre with its own neighbour, not with another image's", () => {
  const embeddings = [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ];
  const joined: number[][] = [];
  const logits = [
    [1, 0, 0, 0, 0, 0, 0, 2],
    [0, 0, 4, 0, 0, 0, 0, 0],
  ];
  const modules = {
    encoder: { forward: () => tensor(embeddings) },
    classifier: {
      forward(x: { toNumbers(): number[] }) {
        joined.push(x.toNumbers());
        return tensor(logits);
      },
    },
  } as never;
  const views = { patches: { images: doubles(1, [4, 3, 2, 2]), targets: integersOf([0, 2]) } };
  const { loss, metrics } = contextPrediction.step({ ...given, views, modules });
  expect(joined).toEqual([[1, 2, 5, 6, 3, 4, 7, 8]]);
  const losses = logits.map((row, at) => Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[[0, 2][at]!]!);
  expectClose(loss, (losses[0]! + losses[1]!) / 2, { rtol: 1e-5 });
  expectClose(metrics.top1 as never, 1 / 2, { rtol: 1e-6 });
});

test("has the gradient of its central differences, in the encoder and in the classifier", () => {
  const encoder = inDoubles(stubEncoder());
  const { classifier } = contextPrediction.build({
    options,
    encoder: { ...toyEncoder, embeddingSize: 4 },
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  inDoubles(classifier);
  const views = { patches: { images: doubles(1, [8, 3, 2, 2]), targets: integersOf([3, 0, 2, 7]) } };
  const weights = [encoder.weight, classifier.output.weight];
  checkGradients(
    weights,
    () => contextPrediction.step({ ...given, views, modules: { encoder, classifier } }).loss,
    1e-5,
  );
});

test("both patches go through the one encoder, which learns from both", () => {
  const modules = build();
  expect(Object.keys(modules)).toEqual(["encoder", "classifier"]);
  expect(modules.classifier.output.weight.shape).toEqual([8, 8]);
  const views = {
    patches: {
      images: tensor(
        Array(4 * 3 * 64)
          .fill(0.5)
          .map((v, i) => v * (i % 7)),
        [4, 3, 8, 8],
      ),
      targets: integersOf([1, 5]),
    },
  };
  backward(contextPrediction.step({ ...given, views, modules }).loss);
  expect(gradientOf(modules.encoder.backbone.conv1.weight)).toBeDefined();
});

test("its view cuts the neighbour where the target says, apart from the centre", () => {
  // Red rises from left to right, green from top to bottom: a patch's mean tells its place.
  const side = 40;
  const pixels = Uint8Array.from({ length: 12 * side * side * 3 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3 / side) % side, Math.floor(at / 3) % side];
    return [column * 5, row * 5, 0][at % 3]!;
  });
  const declared = contextPrediction.views({ recipe: "plain", options });
  const ids = Array.from({ length: 12 }, (_, id) => id);
  const images = fromTypedArray(pixels, [12, side, side, 3]);
  const { patches } = viewsOf(images, declared, { ids, key: randomKey(2), size: side });
  const targets = patches!.targets!.toNumbers();
  const placeOf = (row: number, channel: number) => {
    const values = select(select(patches!.images, 0, row), 0, channel).toNumbers();
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const steps = [
    [-1, -1],
    [-1, 0],
    [-1, 1],
    [0, -1],
    [0, 1],
    [1, -1],
    [1, 0],
    [1, 1],
  ];
  expect(new Set(targets).size).toBeGreaterThan(4);
  for (const [image, target] of targets.entries()) {
    const [down, right] = steps[target]!;
    const moved = [1, 0].map((channel) => placeOf(12 + image, channel) - placeOf(image, channel));
    // A gap and a side make at least ten pixels less jitter; across, jitter alone is left.
    for (const [at, step] of [down!, right!].entries()) {
      if (step === 0) expect(Math.abs(moved[at]!)).toBeLessThan(0.5);
      else expect(moved[at]! * step).toBeGreaterThan(0.5);
    }
  }
});

test("colours are dropped where asked for: two channels of a patch are left as noise", () => {
  const { patches } = contextPrediction.views({ recipe: "plain", options: { ...options, colorDropping: 1 } });
  expect(patches!.steps!.map(({ name, probability }) => [name, probability])).toEqual([["color-dropping", 1]]);
});
