// Oracle: shares of independent draws, and images marked by a step that adds 1.
import { expect, test } from "vitest";
import { applyStep, chooseImages, type Step } from "../../src/augment/step.ts";
import { add, randomKey, tensor } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const marking = (probability: number, name = "mark"): Step => ({
  name,
  probability,
  apply: (images) => add(images, 1),
});
const marked = (step: Step, ids: number[], key = randomKey(1)): number[] =>
  applyStep(step, tensor(Array(3 * ids.length).fill(0), [ids.length, 3, 1, 1]), { ids, key, size: 1 })
    .toNumbers()
    .filter((_, i) => i % 3 === 0);

test("probability 1 takes every image, 0 none", () => {
  expect(marked(marking(1), idsTo(50))).toEqual(Array(50).fill(1));
  expect(marked(marking(0), idsTo(50))).toEqual(Array(50).fill(0));
});

test.each([0.2, 0.5, 0.8])("probability %f takes that share", (probability) => {
  const count = 5000;
  const share = marked(marking(probability), idsTo(count)).reduce((a, b) => a + b) / count;
  expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / count));
});

test("an image's draw follows its id, the key and the step's name", () => {
  const ids = idsTo(200);
  const usual = marked(marking(0.5), ids);
  expect(marked(marking(0.5), ids.toReversed())).toEqual(usual.toReversed());
  expect(marked(marking(0.5), ids, randomKey(2))).not.toEqual(usual);
  expect(marked(marking(0.5, "another"), ids)).not.toEqual(usual);
});

test("a step that takes some of the images sees their ids", () => {
  const seen: number[] = [];
  const step: Step = {
    name: "mark",
    probability: 0.5,
    apply(images, { ids }) {
      seen.push(...Array.from(ids));
      return add(images, 1);
    },
  };
  const ids = idsTo(40).map((id) => id + 100);
  const result = marked(step, ids);
  expect(seen).toEqual(ids.filter((_, row) => result[row] === 1));
});

test("the chosen rows and their ids are those that the step is applied to", () => {
  const ids = idsTo(60).map((id) => id + 7);
  const step = marking(0.4);
  const { rows, context } = chooseImages(step, { ids, key: randomKey(1), size: 1 });
  expect(rows).toEqual(marked(step, ids).flatMap((mark, row) => (mark === 1 ? [row] : [])));
  expect(context.ids).toEqual(rows!.map((row) => ids[row]));
  expect(chooseImages(marking(1), { ids, key: randomKey(1), size: 1 }).rows).toBeUndefined();
});
