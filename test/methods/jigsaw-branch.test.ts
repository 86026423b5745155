// Oracle: the head as sums over features in plain numbers, and which steps a recipe has for the image and for its patches.
import { expect, test } from "vitest";
import { type Recipe, viewsOf } from "../../src/augment/index.ts";
import { embedJigsaw, JigsawHead, jigsawView, withPatchColors } from "../../src/methods/jigsaw-branch.ts";
import { fromTypedArray, normal, randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { toyEncoder } from "../train/toy-job.ts";

const head = new JigsawHead(3, { ...toyEncoder, headLayers: 1, embeddingSize: 2 }, randomKey(1));
const product = (weight: number[][], x: number[], bias: number[]) =>
  weight.map((row, out) => row.reduce((sum, w, axis) => sum + w * x[axis]!, bias[out]!));

test("every patch is embedded by the same layer, then the nine of an image together", () => {
  const features = normal(randomKey(2), [18, 3]);
  const [patch, joint] = [head.patch.output, head.joint];
  const patches = rowsOf(features).map((x) => product(rowsOf(patch.weight), x, patch.bias!.toNumbers()));
  const expected = [0, 1].map((image) => {
    // Row p · B + b is patch p of image b.
    const sideBySide = Array.from({ length: 9 }, (_, p) => patches[2 * p + image]!).flat();
    return product(rowsOf(joint.weight), sideBySide, joint.bias!.toNumbers());
  });
  expectClose(head.forward(features), expected, { atol: 1e-5 });
});

test("the embedding has unit rows, and follows the order of the patches", () => {
  const encoder = { features: (patches: unknown) => patches } as never;
  const patches = Array.from({ length: 9 }, (_, p) => [p, -p * p, 1]);
  const embedded = rowsOf(embedJigsaw(encoder, head, tensor(patches)))[0]!;
  expect(Math.hypot(...embedded)).toBeCloseTo(1, 5);
  const reversed = rowsOf(embedJigsaw(encoder, head, tensor(patches.toReversed())))[0]!;
  expect(Math.hypot(...embedded.map((value, axis) => value - reversed[axis]!))).toBeGreaterThan(1e-3);
});

test("crop and flip are the image's, colours the patches'", () => {
  const { recipe, steps } = withPatchColors("simclr");
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  expect(names((recipe as Recipe).steps)).toEqual(["random-resized-crop", "horizontal-flip"]);
  expect(names(steps)).toEqual(["color-jitter", "grayscale", "gaussian-blur"]);
});

test("the view is nine patches of 64/224 of the image's side", () => {
  const images = fromTypedArray(new Uint8Array(2 * 56 * 56 * 3).fill(128), [2, 56, 56, 3]);
  const declared = { jigsaw: jigsawView("moco-v1") };
  const made = viewsOf(images, declared, { ids: [0, 1], key: randomKey(3), size: 56 }).jigsaw!;
  expect(made.images.shape).toEqual([18, 3, 16, 16]);
  expect(made.targets!.shape).toEqual([9, 2]);
});
