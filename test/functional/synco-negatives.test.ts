// Oracle: points worked by hand in the plane, slow loops over hardest keys, and what each type must do to its parent.
import { expect, test } from "vitest";
import { hardestNegatives, negativeLogits } from "../../src/functional/index.ts";
import { hasSynco, syncoLogits, syncoNegatives } from "../../src/functional/synco-negatives.ts";
import { gradients, matmul, randomKey, requireGradient, sumAll, t, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf, rowsOf, unitRows } from "./points.ts";
import { dot } from "./slow-mixing.ts";

const key = randomKey(3);
const unit = (...point: number[]) => point.map((value) => value / Math.hypot(...point));

/** The points of one query, `[n][d]`. */
function pointsOf(query: number[], parent: number[], counts: object) {
  const hardest = { hardestIndices: integersOf([[0]]), available: integersOf([[1]]) };
  const { points } = syncoNegatives(tensor([query]), tensor([parent]), { ...hardest, key, ...counts });
  const flat = points.toNumbers();
  const size = query.length;
  return Array.from({ length: flat.length / size }, (_, row) => flat.slice(row * size, (row + 1) * size));
}

// SynCo §3.2 (type 5): s ∝ n + δ ∇ₙ sim(q, n); SynCo §3.2 (type 6): s ∝ n + η sign(∇ₙ sim(q, n))
test("moves a point of the plane along the gradient and along its signs", () => {
  expectClose(pointsOf([0.6, -0.8], [0, 1], { perturbed: 1 }), [unit(0.006, 0.992)], { atol: 1e-6 });
  expectClose(pointsOf([0.6, -0.8], [0, 1], { adversarial: 1 }), [unit(0.01, 0.99)], { atol: 1e-6 });
});

// SynCo §3.2 (type 2): s ∝ q + β (n − q), β ~ U(1, 1.5)
test("extrapolates away from the query: on the arc behind the parent, at most half as far again", () => {
  const points = pointsOf([1, 0], [0, 1], { extrapolated: 200 });
  const betas = points.map(([x, y]) => y! / (x! + y!));
  expect(Math.min(...betas)).toBeGreaterThanOrEqual(1 - 1e-5);
  expect(Math.max(...betas)).toBeLessThanOrEqual(1.5 + 1e-5);
  expect(betas.reduce((sum, beta) => sum + beta, 0) / 200).toBeCloseTo(1.25, 1);
});

// SynCo §3.2 (type 4): s ∝ n + ε, ε ~ N(0, σ² I)
test("adds noise of deviation 0.01 across the parent", () => {
  const across = pointsOf([1, 0], [0, 1], { noised: 2000 }).map(([x]) => x!);
  expect(Math.sqrt(across.reduce((sum, x) => sum + x * x, 0) / 2000)).toBeCloseTo(0.01, 3);
});

test("logits are products with unit points mixed from the N hardest alone, in the order of the types", () => {
  const [query, keys] = [unitRows(1, 4, 8), unitRows(2, 30, 8)];
  const cosines = matmul(query, t(keys));
  const counts = { extrapolated: 7, noised: 3, perturbed: 5, adversarial: 4 };
  const logits = rowsOf(syncoLogits(query, keys, { logits: cosines, hardest: 3, key, ...counts }));
  const ranked = hardestNegatives(cosines, 3);
  const flat = syncoNegatives(query, keys, { ...ranked, key, ...counts }).points.toNumbers();
  const hardest = rowsOf(ranked.hardestIndices);
  for (const [row, q] of rowsOf(query).entries()) {
    const points = Array.from({ length: 19 }, (_, at) => flat.slice((row * 19 + at) * 8, (row * 19 + at + 1) * 8));
    expectClose(
      logits[row]!,
      points.map((point) => dot(point, q)),
      { atol: 1e-6 },
    );
    for (const point of points) expect(dot(point, point)).toBeCloseTo(1, 5);
    const parents = hardest[row]!.map((index) => rowsOf(keys)[index]!);
    // Types 4 to 6 stay beside their parent; 5 and 6 come nearer to the query, 2 goes away from it.
    for (const point of points.slice(7)) expect(Math.max(...parents.map((n) => dot(n, point)))).toBeGreaterThan(0.99);
    const nearer = points.slice(10, 19).map((point) => {
      const parent = parents.reduce((best, n) => (dot(n, point) > dot(best, point) ? n : best));
      return dot(point, q) - dot(parent, q);
    });
    expect(Math.min(...nearer)).toBeGreaterThan(0);
    expect(Math.max(...logits[row]!.slice(0, 7))).toBeLessThanOrEqual(Math.max(...parents.map((n) => dot(n, q))));
  }
});

test("they are constants: the gradient of a logit is the point itself", () => {
  const query = requireGradient(unitRows(1, 2, 8));
  const keys = requireGradient(unitRows(2, 30, 8));
  const logits = matmul(query, t(keys));
  const all = syncoLogits(query, keys, { logits, hardest: 3, key, perturbed: 1 });
  const [byQuery, byKeys] = gradients(sumAll(all), [query, keys]);
  const { points } = syncoNegatives(query, keys, { ...hardestNegatives(logits, 3), key, perturbed: 1 });
  expectClose(byQuery!.toNumbers(), points.toNumbers(), { atol: 1e-6 });
  expect(byKeys).toBeUndefined();
});

test("in the mixing step they come behind h and h′, whose numbers stay as they are", () => {
  const [query, keys] = [unitRows(1, 4, 8), unitRows(2, 30, 8)];
  const mixing = { hardest: 6, synthetic: 5, syntheticWithQuery: 3, key };
  const exclude = booleans(Array.from({ length: 4 }, (_, row) => Array.from({ length: 30 }, () => row === 3)));
  const plain = rowsOf(negativeLogits(query, keys, { mixing, exclude }).logits);
  const synco = { ...mixing, noised: 2, adversarial: 1 };
  const more = negativeLogits(query, keys, { mixing: synco, exclude });
  expect(more.logits.shape).toEqual([4, 30 + 5 + 3 + 3]);
  expect(rowsOf(more.logits).map((row) => row.slice(0, 38))).toEqual(plain);
  // The last query has no negative left.
  expect(rowsOf(more.logits)[3]!.slice(38)).toEqual(Array(3).fill(-Infinity));
  expect(hasSynco(synco)).toBe(true);
  expect(hasSynco({})).toBe(false);
});
