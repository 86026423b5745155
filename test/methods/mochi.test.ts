// Oracle: synthetic negatives mixed in plain numbers from the draws returned, and the loss over them in a slow double loop.
import { describe, expect, test } from "vitest";
import { negativeLogits, normalize } from "../../src/functional/index.ts";
import { mochi } from "../../src/methods/mochi.ts";
import { backward, gradientOf, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { mix } from "../functional/slow-mixing.ts";
import { dot, slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

const options = {
  queueSize: 8,
  temperature: 0.3,
  encoderMomentum: 0.9,
  bnSplits: 1,
  inBatchNegatives: false,
  hardest: 4,
  synthetic: 5,
  syntheticWithQuery: 3,
  mixingWarmup: 1,
  ...{ extrapolated: 0, noised: 0, perturbed: 0, adversarial: 0, classPrior: 0 },
};
const ids = Int32Array.from([8, 5, 6]);
const random = randomKey(1);

function step(epoch: number, changed: Partial<typeof options> = {}) {
  const modules = stubModules(8);
  const views = stubViews();
  const queries = slowEmbeddings(modules.encoder.weight, views.query.images);
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  // The same key of randomness gives the same parents and shares.
  const mixing = { ...options, ...changed, key: random.fold("mixing") };
  const query = normalize(modules.encoder.forward(views.query.images));
  const { mixed } = negativeLogits(query, modules.queue.keys, { mixing });
  const parts = [mixed!.first, mixed!.second, mixed!.alpha, mixed!.withQuery, mixed!.beta].map(rowsOf);
  const [first, second, alpha, withQuery, beta] = parts as [number[][], number[][], number[][], number[][], number[][]];
  const synthetic = queries.map((q, row) => [
    ...first[row]!.map((i, at) => mix(alpha[row]![at]!, queue[i]!, queue[second[row]![at]!]!)),
    ...withQuery[row]!.map((j, at) => mix(beta[row]![at]!, q, queue[j]!)),
  ]);
  const progress = { step: 0, steps: 10, epoch, epochs: 2 };
  const result = mochi.step({ views, ids, modules, options: { ...options, ...changed }, progress, random });
  return { modules, queries, keys, queue, synthetic, parents: { first, second, withQuery }, result };
}

describe("a step", () => {
  test("has the queue and the synthetic negatives in its loss", () => {
    const { result, queries, keys, queue, synthetic } = step(1);
    const negatives = (row: number) => [...queue, ...synthetic[row]!];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
    const logits = queries.map((query, row) => [keys[row]!, ...negatives(row)].map((n) => dot(query, n) / 0.3));
    expectClose(result.contrast!().logits, logits, { atol: 1e-5 });
    expect(result.contrast!().realNegatives).toBe(8);
    expect(result.isMixing).toBe(true);
  });

  test("mixes the N hardest negatives of each query, and them alone", () => {
    const { queries, queue, parents } = step(1);
    for (const [row, query] of queries.entries()) {
      const ranked = [...queue.keys()].sort((a, b) => dot(query, queue[b]!) - dot(query, queue[a]!));
      const hardest = new Set(ranked.slice(0, 4));
      const chosen = [parents.first[row]!, parents.second[row]!, parents.withQuery[row]!].flat();
      expect(chosen.filter((key) => !hardest.has(key))).toEqual([]);
    }
  });

  test("mixes nothing before the warm-up ends: then it is MoCo-v2's", () => {
    const { result, queries, keys, queue } = step(0.99);
    expectClose(
      result.loss,
      slowLoss(queries, keys, () => queue, 0.3),
      { rtol: 1e-5 },
    );
    expect(result.contrast!().logits.shape).toEqual([3, 1 + 8]);
    expect(result.isMixing).toBe(false);
  });

  test("has the other keys of the batch as negatives too where asked for", () => {
    const { result, queries, keys, queue, synthetic } = step(1, { inBatchNegatives: true });
    const negatives = (row: number) => [...queue, ...synthetic[row]!, ...keys.filter((_, other) => other !== row)];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
    // Real negatives come first, the batch's own place (−∞) among them, then synthetic ones.
    const { logits, realNegatives } = result.contrast!();
    expect(realNegatives).toBe(8 + 3);
    const lastColumns = rowsOf(logits).map((row) => row.slice(1 + realNegatives));
    const expected = queries.map((query, row) => synthetic[row]!.map((n) => dot(query, n) / 0.3));
    expectClose(lastColumns, expected, { atol: 1e-5 });
  });

  test("gives the key encoder no gradient, and fills the queue last", () => {
    const { result, modules, keys, queue } = step(1);
    backward(result.loss);
    expect(gradientOf(modules.encoder.weight)).toBeDefined();
    expect(gradientOf(modules.keyEncoder.weight)).toBeUndefined();
    expect(rowsOf(modules.queue.keys)).toEqual(queue);
    result.after!.run();
    expectClose(rowsOf(modules.queue.keys), [...keys, ...queue.slice(3)], { atol: 1e-6 });
    expect(modules.queue.ids.toNumbers().slice(0, 4)).toEqual([8, 5, 6, -1]);
  });
});

test("synthetic negatives are harder than what the queue holds, and lower the proxy accuracy", () => {
  const plain = step(0).result.metrics.proxyTop1 as { item(): number };
  const mixed = step(1).result.metrics.proxyTop1 as { item(): number };
  expect(mixed.item()).toBeLessThanOrEqual(plain.item());
  expect(step(1).result.loss.item()).toBeGreaterThan(step(0).result.loss.item());
});

test("SynCo's negatives join the synthetic ones, and the class prior debiases the loss over all of them", () => {
  const plain = step(1);
  const synco = step(1, { noised: 4, perturbed: 2 });
  expect(synco.result.contrast!().logits.shape).toEqual([3, 1 + 8 + 5 + 3 + 6]);
  expect(synco.result.contrast!().realNegatives).toBe(8);
  expect(synco.result.loss.item()).toBeGreaterThan(plain.result.loss.item());
  const debiased = step(1, { classPrior: 0.1 });
  const losses = plain.queries.map((query, row) => {
    const e = (other: readonly number[]) => Math.exp(dot(query, other) / 0.3);
    const negatives = [...plain.queue, ...plain.synthetic[row]!];
    const total = negatives.reduce((sum, n) => sum + e(n), 0);
    const positive = e(plain.keys[row]!);
    const corrected = (total - negatives.length * 0.1 * positive) / 0.9;
    const all = Math.max(corrected, negatives.length * Math.exp(-1 / 0.3));
    return -Math.log(positive / (positive + all));
  });
  expectClose(debiased.result.loss, losses.reduce((sum, loss) => sum + loss, 0) / 3, { rtol: 1e-5 });
});
