// Oracle: synthetic negatives mixed in plain numbers from the draws returned, the loss over other classes in a slow loop.
import { describe, expect, test } from "vitest";
import { negativeLogits, normalize } from "../../src/functional/index.ts";
import { mochi } from "../../src/methods/mochi.ts";
import { mochiOracle } from "../../src/methods/mochi-oracle.ts";
import { randomKey, tensor, to } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf, rowsOf } from "../functional/points.ts";
import { mix } from "../functional/slow-mixing.ts";
import { checkGradients, inDoubles } from "../nn/check-gradients.ts";
import { slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

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
const labels = [2, 0, 2];
/** Five keys of class 2: three are left for the queries of this class, fewer than N. */
const queueLabels = [2, 2, 0, 2, 1, 2, 2, 0];

function setUp() {
  const modules = stubModules(8, { hasLabels: true });
  const keys = tensor(rowsOf(modules.queue.keys));
  modules.queue.enqueue(keys, Int32Array.from(queueLabels.keys()), integersOf(queueLabels));
  return { modules, views: stubViews() };
}

function step(epoch: number, changed: Partial<typeof options> = {}) {
  const { modules, views } = setUp();
  const queries = slowEmbeddings(modules.encoder.weight, views.query.images);
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  const exclude = booleans(labels.map((label) => queueLabels.map((other) => other === label)));
  // The same key of randomness gives the same parents and shares.
  const mixing = { ...options, ...changed, key: random.fold("mixing") };
  const query = normalize(modules.encoder.forward(views.query.images));
  const { mixed } = negativeLogits(query, modules.queue.keys, { mixing, exclude });
  const parts = [mixed!.first, mixed!.second, mixed!.alpha, mixed!.withQuery, mixed!.beta].map(rowsOf);
  const [first, second, alpha, withQuery, beta] = parts as [number[][], number[][], number[][], number[][], number[][]];
  const synthetic = queries.map((q, row) => [
    ...first[row]!.map((i, at) => mix(alpha[row]![at]!, queue[i]!, queue[second[row]![at]!]!)),
    ...withQuery[row]!.map((j, at) => mix(beta[row]![at]!, q, queue[j]!)),
  ]);
  const real = (row: number) => queue.filter((_, key) => queueLabels[key] !== labels[row]);
  const progress = { step: 0, steps: 10, epoch, epochs: 2 };
  const input = { views, ids, labels: integersOf(labels), modules, options: { ...options, ...changed } };
  const result = mochiOracle.step({ ...input, progress, random });
  const plain = mochi.step({ ...input, progress, random });
  return { queries, keys, real, synthetic, parents: { first, second, withQuery }, result, plain };
}

// MoCHi §3: own-class keys are discarded before the N hardest are chosen.
describe("a step", () => {
  test("mixes keys of other classes alone, fewer than N where fewer are left", () => {
    const { parents } = step(1);
    for (const [row, label] of labels.entries()) {
      const chosen = [parents.first[row]!, parents.second[row]!, parents.withQuery[row]!].flat();
      expect(chosen.every((key) => key >= 0)).toBe(true);
      expect(chosen.filter((key) => queueLabels[key] === label)).toEqual([]);
    }
  });

  test("has the real keys of other classes and their mixes in its loss", () => {
    const { result, queries, keys, real, synthetic } = step(1);
    const negatives = (row: number) => [...real(row), ...synthetic[row]!];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
    expect(result.contrast!().realNegatives).toBe(8);
    expect(result.isMixing).toBe(true);
  });

  test("drops the batch's keys of the own class too", () => {
    const { result, queries, keys, real, synthetic } = step(1, { inBatchNegatives: true });
    const negatives = (row: number) => [
      ...real(row),
      ...keys.filter((_, other) => labels[other] !== labels[row]),
      ...synthetic[row]!,
    ];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
    expect(result.contrast!().realNegatives).toBe(8 + 3);
  });

  test("mixes nothing before the warm-up ends, and is then easier than MoCHi's", () => {
    const { result, plain, queries, keys, real } = step(0);
    expectClose(result.loss, slowLoss(queries, keys, real, 0.3), { rtol: 1e-5 });
    expect(result.isMixing).toBe(false);
    expect(result.loss.item()).toBeLessThan(plain.loss.item());
  });
});

test("has the gradient of its central differences before mixing starts", () => {
  const { modules, views } = setUp();
  const { encoder, keyEncoder, queue } = modules;
  const all = { encoder: inDoubles(encoder), keyEncoder: inDoubles(keyEncoder), queue: inDoubles(queue) };
  const doubled = {
    query: { images: to(views.query.images, "float64") },
    key: { images: to(views.key.images, "float64") },
  };
  const input = { views: doubled, ids, labels: integersOf(labels), modules: all, options, random };
  const progress = { step: 0, steps: 10, epoch: 0, epochs: 2 };
  checkGradients([all.encoder.weight], () => mochiOracle.step({ ...input, progress }).loss);
});
