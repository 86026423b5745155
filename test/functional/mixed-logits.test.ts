// Oracle: products with vectors mixed by slow double loops in float64, and finite differences of these.
import { describe, expect, test } from "vitest";
import { drawMixing, type MixingDraws, negativeLogits } from "../../src/functional/index.ts";
import {
  full,
  gradients,
  mul,
  narrow,
  randomKey,
  requireGradient,
  sumAll,
  type Tensor,
  tensor,
  to,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { doubles, integersOf, rowsOf, unitRows } from "./points.ts";
import { dot, slowHardest, slowMixes } from "./slow-mixing.ts";

const counts = { hardest: 6, synthetic: 30, syntheticWithQuery: 20 };

function slowLogits(
  queries: number[][],
  anchors: number[][],
  keys: number[][],
  hardest: number[][],
  draws: MixingDraws,
) {
  return slowMixes(anchors, keys, hardest, draws).map(({ pairMixed, queryMixed }, row) =>
    [...pairMixed, ...queryMixed].map((point) => dot(queries[row]!, point)),
  );
}

function synthetic(query: Tensor, keys: Tensor, draws: MixingDraws, throughQuery = false): Tensor {
  const [synthetic, syntheticWithQuery] = [draws.first.length(1), draws.withQuery.length(1)];
  const hardest = Math.min(counts.hardest, keys.length(0));
  const mixing = { hardest, synthetic, syntheticWithQuery, draws, throughQuery };
  return narrow(negativeLogits(query, keys, { mixing }).logits, 1, keys.length(0), synthetic + syntheticWithQuery);
}

describe.each([false, true])("gradient through the query: %s", (throughQuery) => {
  test("closed form equals vectors, in value and in gradient", () => {
    const query = requireGradient(unitRows(1, 4, 8, "float64"));
    const keys = unitRows(2, 40, 8, "float64");
    const draws = drawMixing(randomKey(3), full([4, 1], 6, { dtype: "int64" }), counts);
    const logits = synthetic(query, keys, draws, throughQuery);
    const [points, keyPoints] = [rowsOf(query), rowsOf(keys)];
    const hardest = points.map((row) => slowHardest(row, keyPoints));
    expectClose(logits, slowLogits(points, points, keyPoints, hardest, draws), { atol: 1e-12 });

    const slope = to(unitRows(4, 4, 50), "float64");
    const weighted = (at: number[][]) => {
      const values = slowLogits(at, throughQuery ? at : points, keyPoints, hardest, draws);
      return values.reduce((sum, row, index) => sum + dot(row, rowsOf(slope)[index]!), 0);
    };
    const differences = points.map((row, i) =>
      row.map((_, axis) => {
        const moved = (by: number) => points.map((p, r) => p.map((x, a) => (r === i && a === axis ? x + by : x)));
        return (weighted(moved(1e-5)) - weighted(moved(-1e-5))) / 2e-5;
      }),
    );
    const [byQuery] = gradients(sumAll(mul(logits, slope)), [query]);
    expectClose(byQuery!, differences, { atol: 1e-8 });
  });
});

describe("nearly antipodal parents", () => {
  // Two keys 1e-5 from being opposite, and a query as near to being opposite to one of them.
  const axis = [0.6, 0, 0.8, 0];
  const opposite = [-0.6, 1e-5, -0.8, 0];
  const aside = [0, 0.8, 0, 0.6];
  const keys = to(doubles([axis, opposite]), "float32");
  const draws = {
    first: integersOf([[0, 0]]),
    second: integersOf([[1, 1]]),
    alpha: tensor([[0.5, 0.3]]),
    withQuery: integersOf([[1]]),
    beta: tensor([[0.499999]]),
  };

  test("a pair's gradient is the mixed point itself", () => {
    const query = requireGradient(to(doubles([aside]), "float32"));
    const points = rowsOf(query);
    const hardest = [slowHardest(points[0]!, rowsOf(keys))];
    const [mixes] = slowMixes(points, rowsOf(keys), hardest, draws);
    for (const [column, point] of mixes!.pairMixed.entries()) {
      const logit = narrow(synthetic(query, keys, draws), 1, column, 1);
      expectClose(logit, [[dot(points[0]!, point)]], { atol: 1e-5 });
      expectClose(gradients(sumAll(logit), [query])[0]!, [point], { atol: 1e-5 });
    }
  });

  test("so it is for a mix with the query", () => {
    const query = requireGradient(to(doubles([axis]), "float32"));
    const points = rowsOf(query);
    const hardest = [slowHardest(points[0]!, rowsOf(keys))];
    const [mixes] = slowMixes(points, rowsOf(keys), hardest, draws);
    const logit = narrow(synthetic(query, keys, draws), 1, 2, 1);
    expectClose(logit, [[dot(points[0]!, mixes!.queryMixed[0]!)]], { atol: 1e-2 });
    expectClose(gradients(sumAll(logit), [query])[0]!, mixes!.queryMixed, { atol: 1e-2 });
  });

  test("through the query, against finite differences in float64", () => {
    const query = requireGradient(doubles([axis]));
    const exactKeys = doubles([axis, opposite]);
    const hardest = [slowHardest(axis, rowsOf(exactKeys))];
    const at = (point: number[]) => slowLogits([point], [point], rowsOf(exactKeys), hardest, draws)[0]![2]!;
    const differences = axis.map((_, moved) => {
      const by = (step: number) => at(axis.map((x, index) => (index === moved ? x + step : x)));
      return (by(1e-9) - by(-1e-9)) / 2e-9;
    });
    const logit = narrow(synthetic(query, exactKeys, draws, true), 1, 2, 1);
    expectClose(gradients(sumAll(logit), [query])[0]!, [differences], { rtol: 1e-3, atol: 1 });
  });

  test("exactly opposite parents give finite numbers", () => {
    const query = requireGradient(tensor([[1, 0]]));
    const logits = synthetic(
      query,
      tensor([
        [0, 1],
        [0, -1],
      ]),
      { ...draws, alpha: tensor([[0.5, 0.5]]) },
    );
    expect(logits.toNumbers().every(Number.isFinite)).toBe(true);
    expect(gradients(sumAll(logits), [query])[0]!.toNumbers().every(Number.isFinite)).toBe(true);
  });
});
