// Oracle: correlations of the two views' embeddings in a slow loop, central differences in float64.
import { expect, test } from "vitest";
import { barlowTwins } from "../../src/methods/barlow-twins.ts";
import { normal, randomKey, type Tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { stubEncoder } from "./stub-encoder.ts";

const options = { offDiagonal: 0.2, lossScale: 0.5 };
const given = {
  ids: Int32Array.from([8, 5, 6, 2, 3]),
  options,
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};
const views = {
  first: { images: normal(randomKey(13), [5, 3, 2, 2]) },
  second: { images: normal(randomKey(14), [5, 3, 2, 2]) },
};

/** Columns of the embedding, centred and of length 1. */
function columns(encoder: ReturnType<typeof stubEncoder>, images: Tensor): number[][] {
  const rows = rowsOf(encoder.forward(images));
  return rows[0]!.map((_, j) => {
    const column = rows.map((row) => row[j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const centred = column.map((value) => value - mean);
    return centred.map((value) => value / Math.hypot(...centred));
  });
}

// Barlow-Twins Eq. (1): L = Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ Cᵢⱼ²
test("a step has the loss of the views' cross-correlation, times its factor", () => {
  const encoder = stubEncoder();
  const [a, b] = [columns(encoder, views.first.images), columns(encoder, views.second.images)];
  const correlation = a.map((x) => b.map((y) => x.reduce((sum, value, row) => sum + value * y[row]!, 0)));
  let expected = 0;
  for (const [i, row] of correlation.entries())
    for (const [j, value] of row.entries()) expected += i === j ? (1 - value) ** 2 : 0.2 * value ** 2;
  const { loss, metrics } = barlowTwins.step({ ...given, views, modules: { encoder } });
  expectClose(loss, expected / 2, { rtol: 1e-4 });
  expectClose(metrics.correlation as never, correlation.reduce((sum, row, i) => sum + row[i]!, 0) / 4, { atol: 1e-4 });
});

test("equal views have no loss on the diagonal", () => {
  const same = { first: views.first, second: views.first };
  const modules = { encoder: stubEncoder() };
  const only = { ...given, options: { offDiagonal: 0, lossScale: 1 } };
  expectClose(barlowTwins.step({ ...only, views: same, modules }).loss, 0, { atol: 1e-6 });
});

test("both views pass on a gradient, equal to its central differences", () => {
  const encoder = inDoubles(stubEncoder());
  const inDouble = { first: { images: doubles(1, [5, 3, 2, 2]) }, second: { images: doubles(2, [5, 3, 2, 2]) } };
  checkGradients([encoder.weight], () => barlowTwins.step({ ...given, views: inDouble, modules: { encoder } }).loss);
});

test("the views are the recipe's two", () => {
  expect(barlowTwins.views({ recipe: "byol", options })).toEqual({
    first: { recipe: "byol" },
    second: { recipe: "byol-second" },
  });
});
