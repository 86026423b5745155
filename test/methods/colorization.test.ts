// Oracle: colours put into classes by hand, the loss over all places in plain numbers, central differences.
import { expect, test } from "vitest";
import { lab, labRange, viewsOf } from "../../src/augment/index.ts";
import { ColorPrior } from "../../src/methods/color-prior.ts";
import { colorization } from "../../src/methods/colorization.ts";
import { backward, cat, fromTypedArray, gradientOf, randomKey, tensor, to, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";

const options = { abPitch: 30, uniformShare: 0.5 };
const given = {
  ids: Int32Array.from([0]),
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
  options,
};
const build = () =>
  colorization.build({ options, encoder: toyEncoder, data: { length: 24, classes: undefined }, random: randomKey(1) });

/** Channels a and b of the given size, all of one colour, scaled as the view has them. */
function plane(a: number, b: number, side: number): number[] {
  return [a, b].flatMap((value, axis) => {
    const scaled = (value - labRange.center[axis + 1]!) / labRange.half[axis + 1]!;
    return Array<number>(side * side).fill(scaled);
  });
}

// Zhang Eq. (2): L = −Σ v(Z) Σ_q Z_q log Ẑ_q
test("the loss is the weighted cross-entropy of the colours' classes, place by place", () => {
  const prior = new ColorPrior([
    [0, 0],
    [100, 0],
    [0, 100],
    [100, 100],
    [-100, 0],
  ]);
  prior.shares.dispose();
  (prior as unknown as { shares: unknown }).shares = tensor([0.6, 0.1, 0.1, 0.1, 0.1]);
  const logits = [1, 0.5, 0, 0, -1];
  const encoder = {
    featureMap: () => zeros([1, 2, 1, 1]),
    projectionHead: { forward: (rows: { length(axis: number): number }) => tensor(Array(rows.length(0)).fill(logits)) },
  };
  const modules = { encoder, prior } as never;
  // A single place of the map is predicted at 2 × 2; all four see the colour (100, 0), far from other classes.
  const views = {
    lightness: { images: zeros([1, 1, 4, 4]) },
    color: { images: tensor(plane(100, 0, 4), [1, 2, 4, 4]) },
  };
  const { loss, metrics, after } = colorization.step({ ...given, views, modules });
  const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
  const inverse = [0.6, 0.1].map((share) => 1 / (0.5 * share + 0.5 / 5));
  const weight = inverse[1]! / (0.6 * inverse[0]! + 0.4 * inverse[1]!);
  expectClose(loss, weight * (total - 0.5), { rtol: 1e-4 });
  expectClose(metrics.top1 as never, 0, {});
  after!.run();
  expectClose(
    prior.shares,
    [0.6, 0.1, 0.1, 0.1, 0.1].map((share, q) => 0.99 * share + (q === 1 ? 0.01 : 0)),
    { atol: 1e-6 },
  );
});

test("has the gradient of its central differences", () => {
  const { encoder, prior } = build();
  inDoubles(encoder);
  inDoubles(prior);
  encoder.eval();
  encoder.features = (x) => encoder.backbone.forward(x);
  encoder.featureMap = (x) => encoder.backbone.map(x);
  const views = { lightness: { images: doubles(1, [2, 1, 8, 8]) }, color: { images: doubles(2, [2, 2, 8, 8]) } };
  const weights = [encoder.projectionHead.output.weight, encoder.backbone.conv1.weight];
  checkGradients(weights, () => colorization.step({ ...given, views, modules: { encoder, prior } }).loss, 1e-5);
});

test("the prediction sees the lightness alone, and the colours get no gradient", () => {
  const modules = build();
  expect(modules.encoder.backbone.conv1.weight.shape).toEqual([2, 1, 3, 3]);
  const lightness = { images: to(doubles(1, [2, 1, 8, 8]), "float32") };
  const logitsOf = (seed: number) => {
    const views = { lightness, color: { images: to(doubles(seed, [2, 2, 8, 8]), "float32") } };
    return colorization.step({ ...given, views, modules });
  };
  const result = logitsOf(2);
  expect(result.after!.needs[0]!.requiresGrad).toBe(false);
  backward(result.loss);
  expect(gradientOf(modules.encoder.backbone.conv1.weight)).toBeDefined();
});

test("its views are the lightness and the colours of one and the same crop", () => {
  const image = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 37) % 256);
  const images = fromTypedArray(image, [1, 16, 16, 3]);
  const context = { ids: [5], key: randomKey(3), size: 8, cropScale: [0.3, 0.5] as const };
  const { lightness, color } = viewsOf(images, colorization.views({ recipe: "crop", options }), context);
  // The same view with all three channels: its crop is drawn by its name.
  const whole = viewsOf(images, { lightness: { recipe: "crop", derive: lab("Lab") } }, context).lightness!;
  expect([lightness!.images.shape, color!.images.shape]).toEqual([
    [1, 1, 8, 8],
    [1, 2, 8, 8],
  ]);
  expectClose(cat([lightness!.images, color!.images], 1).toNumbers(), whole.images.toNumbers(), { atol: 1e-6 });
});

test("is evaluated on what it is trained on, the lightness", () => {
  const images = fromTypedArray(
    Uint8Array.from({ length: 48 }, (_, at) => at * 5),
    [1, 4, 4, 3],
  );
  const view = { recipe: "plain", ...colorization.evaluationView! };
  const { lightness } = viewsOf(images, { lightness: view }, { ids: [0], key: randomKey(1), size: 4 });
  expect(lightness!.images.shape).toEqual([1, 1, 4, 4]);
});
