// Oracle: ranks and softmax of rows written down.
import { expect, test } from "vitest";
import { underTheMicroscope } from "../../src/analyze/microscope.ts";
import { fromTypedArray, tensor } from "../../src/tensor/index.ts";

const integers = (rows: number[][]) =>
  fromTypedArray(BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);
const none = Number.NEGATIVE_INFINITY;

// A positive, four real negatives of the images 7, none, 9 and 5, two pairs, one mix with the query.
const contrast = {
  query: tensor([[1], [1]]),
  logits: tensor([
    [2, 1, 3, none, 0.5, 1.5, 2.5, 0],
    [0, 0, 0, 4, 1, 0, 0, 9],
  ]),
  realNegatives: 4,
  queryIds: [3, 4],
  negativeIds: [fromTypedArray(BigInt64Array.of(7n, -1n), [2]), [9, 5]],
  mixed: {
    first: integers([
      [0, 3],
      [0, 0],
    ]),
    second: integers([
      [3, 0],
      [2, 2],
    ]),
    withQuery: integers([[0], [2]]),
    alpha: tensor([
      [0.25, 0.75],
      [0.5, 0.5],
    ]),
    beta: tensor([[0.125], [0.375]]),
  },
};

test("negatives come hardest first, with their images, shares and weights", () => {
  const [first, second] = underTheMicroscope(contrast, { images: [3, 4], real: 3, synthetic: 2 });
  const total = [2, 1, 3, 0.5, 1.5, 2.5, 0].reduce((sum, logit) => sum + Math.exp(logit), 0);
  const weight = (logit: number) => expect.closeTo(Math.exp(logit) / total, 6);
  expect(first).toEqual({
    id: 3,
    positive: { logit: 2, weight: weight(2) },
    real: [
      { kind: "real", ids: [-1], logit: 3, weight: weight(3) },
      { kind: "real", ids: [7], logit: 1, weight: weight(1) },
      { kind: "real", ids: [5], logit: 0.5, weight: weight(0.5) },
    ],
    synthetic: [
      { kind: "pair-mixed", ids: [5, 7], share: 0.75, logit: 2.5, weight: weight(2.5) },
      { kind: "pair-mixed", ids: [7, 5], share: 0.25, logit: 1.5, weight: weight(1.5) },
    ],
  });
  expect(second!.synthetic[0]).toMatchObject({ kind: "query-mixed", ids: [9], share: 0.375, logit: 9 });
});

test("without mixing there are no synthetic ones; without the images nothing is shown", () => {
  const { mixed: _, ...plain } = contrast;
  const [query] = underTheMicroscope(
    { ...plain, logits: tensor([[2, 1, 3, none, 0.5]]) },
    { images: [3], real: 9, synthetic: 4 },
  );
  expect([query!.real.map(({ logit }) => logit), query!.synthetic]).toEqual([[3, 1, 0.5], []]);
  expect(
    underTheMicroscope({ ...contrast, negativeIds: undefined as never }, { images: [3], real: 3, synthetic: 2 }),
  ).toEqual([]);
});

test("images come in the order asked for, by their first query; what is no query is left out", () => {
  const choice = { images: [4, 8, 3], real: 1, synthetic: 1 };
  const again = Array(8).fill(5);
  const both = [2, 1, 3, none, 0.5, 1.5, 2.5, 0];
  const mixed = {
    first: integers([
      [0, 3],
      [0, 0],
      [1, 1],
    ]),
    second: integers([
      [3, 0],
      [2, 2],
      [1, 1],
    ]),
    withQuery: integers([[0], [2], [3]]),
    alpha: tensor([
      [0.25, 0.75],
      [0.5, 0.5],
      [0, 0],
    ]),
    beta: tensor([[0.125], [0.375], [0]]),
  };
  const logits = tensor([both, [0, 0, 0, 4, 1, 0, 0, 9], again]);
  const seen = underTheMicroscope({ ...contrast, logits, mixed, queryIds: [3, 4, 3] }, choice);
  expect(seen.map(({ id, positive, real, synthetic }) => [id, positive.logit, real[0]!.ids, synthetic[0]])).toEqual([
    [4, 0, [9], expect.objectContaining({ kind: "query-mixed", ids: [9], share: 0.375 })],
    [3, 2, [-1], expect.objectContaining({ kind: "pair-mixed", ids: [5, 7], share: 0.75 })],
  ]);
});
