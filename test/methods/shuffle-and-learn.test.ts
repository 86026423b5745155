// Oracle: frames that carry their own number, so that every tuple says whether it is in order; softmax in plain numbers.
import { expect, test } from "vitest";
import { viewsOf } from "../../src/augment/index.ts";
import { shuffleAndLearn } from "../../src/methods/shuffle-and-learn.ts";
import { backward, fromTypedArray, full, gradientOf, randomKey, type Tensor, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { stubEncoder } from "./stub-encoder.ts";

const options = { classifierHidden: 8 };
const ids = Int32Array.from({ length: 40 }, (_, id) => id);
const given = { progress: { step: 0, steps: 10, epoch: 0, epochs: 1 }, random: randomKey(1), options };
const names = ["a", "b", "c", "d", "e"];

/** Views whose pixels are the number of the frame, and an encoder that reads it; what the classifier is shown is kept. */
function numbered(logitsOf: (tuple: number[]) => number[]) {
  const shown: number[][] = [];
  const views = Object.fromEntries(names.map((name, frame) => [name, { images: full([40, 3, 2, 2], frame) }]));
  const modules = {
    encoder: { forward: (x: Tensor) => tensor(rowsOfFirst(x), [x.length(0), 1]) },
    classifier: {
      forward(tuples: Tensor) {
        shown.push(...rowsOf(tuples));
        return tensor(rowsOf(tuples).map(logitsOf));
      },
    },
  } as never;
  return { views, modules, shown };
}
const rowsOfFirst = (x: Tensor) => x.toNumbers().filter((_, at) => at % 12 === 0);

test("tuples in order have the middle between the others, those out of order outside, at the same ends", () => {
  const { views, modules, shown } = numbered(() => [0, 1]);
  shuffleAndLearn.step({ ...given, ids, views, modules });
  expect(shown).toHaveLength(80);
  for (let item = 0; item < 40; item++) {
    const [right, wrong] = [shown[item]!.slice(0, 3), shown[40 + item]!.slice(0, 3)];
    expect([
      [1, 2, 3],
      [3, 2, 1],
    ]).toContainEqual(right);
    expect([right[0], right[2]]).toEqual([wrong[0], wrong[2]]);
    expect([0, 4]).toContain(wrong[1]);
  }
  // Behind them stand their distances: first to middle, middle to last, first to last.
  for (const [first, middle, last, ...distances] of shown) {
    const pairs = [middle! - first!, last! - middle!, last! - first!];
    expect(distances).toEqual(pairs.map(Math.abs));
  }
  // Both directions, and frames from before and from behind, come up.
  expect(new Set(shown.map(String)).size).toBe(2 + 4);
});

// Misra §3.2: −log softmax(logits)_y, y = 1 in order, 0 out of order
test("the loss is the cross-entropy of in order against out of order", () => {
  const { views, modules } = numbered(([, middle]) => (middle === 2 ? [0, 2] : [0.5, 1]));
  const { loss, metrics } = shuffleAndLearn.step({ ...given, ids, views, modules });
  const inOrder = Math.log(1 + Math.exp(-2));
  const outOfOrder = Math.log(1 + Math.exp(0.5));
  expectClose(loss, (inOrder + outOfOrder) / 2, { rtol: 1e-5 });
  expectClose(metrics.top1 as never, 0.5, {});
});

test("held-out answers are those of the tuples, half of them in order", () => {
  const all = numbered(([, middle]) => (middle === 2 ? [0, 1] : [1, 0]));
  const answer = shuffleAndLearn.heldOut!.answer;
  expect(answer({ ...given, ids, ...all }).toNumbers()).toEqual(Array(80).fill(1));
  const none = numbered(() => [0, 1]);
  expect(answer({ ...given, ids, ...none }).toNumbers()).toEqual([...Array(40).fill(1), ...Array(40).fill(0)]);
  expect(shuffleAndLearn.heldOut!.chance).toBe(0.5);
});

test("has the gradient of its central differences, through all three towers", () => {
  const encoder = inDoubles(stubEncoder());
  const built = shuffleAndLearn.build({
    options,
    encoder: { ...toyEncoder, embeddingSize: 4 },
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  const classifier = inDoubles(built.classifier);
  const views = Object.fromEntries(names.map((name, frame) => [name, { images: doubles(frame, [3, 3, 2, 2]) }]));
  const input = { ...given, ids: ids.slice(0, 3), views, modules: { encoder, classifier } };
  checkGradients([encoder.weight, classifier.output.weight], () => shuffleAndLearn.step(input).loss, 1e-5);
  backward(shuffleAndLearn.step(input).loss);
  expect(gradientOf(encoder.weight)).toBeDefined();
});

test("its views are the frames of the item, all cropped and coloured alike", () => {
  // Five frames that are all the same picture: whatever differs between the views is augmentation.
  const frame = Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 53) % 256);
  const images = fromTypedArray(Uint8Array.from([0, 1, 2, 3, 4].flatMap(() => frame)), [1, 80, 16, 3]);
  const declared = shuffleAndLearn.views({ recipe: "moco-v2-small", options });
  const views = viewsOf(images, declared, { ids: [3], key: randomKey(2), size: 8 });
  expect(Object.keys(views)).toEqual(names);
  for (const name of names) expect(views[name]!.images.toNumbers()).toEqual(views.a!.images.toNumbers());
  const counted = fromTypedArray(
    Uint8Array.from({ length: 80 * 16 * 3 }, (_, at) => Math.floor(at / 768) * 50),
    [1, 80, 16, 3],
  );
  const plain = viewsOf(counted, shuffleAndLearn.views({ recipe: "plain", options }), {
    ids: [3],
    key: randomKey(2),
    size: 8,
  });
  const means = names.map((name) => plain[name]!.images.toNumbers()[0]!);
  expect(means).toEqual(means.toSorted((x, y) => x - y));
  expect(new Set(means).size).toBe(5);
});
