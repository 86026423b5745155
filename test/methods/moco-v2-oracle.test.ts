// Oracle: a slow double loop over the negatives of other classes in plain numbers, classes written out by hand.
import { describe, expect, test } from "vitest";
import { mocoV2 } from "../../src/methods/moco-v2.ts";
import { mocoV2Oracle } from "../../src/methods/moco-v2-oracle.ts";
import { backward, gradientOf, narrow, randomKey, tensor, to } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf, rowsOf } from "../functional/points.ts";
import { checkGradients, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

const options = { queueSize: 6, temperature: 0.3, encoderMomentum: 0.9, bnSplits: 1, inBatchNegatives: false };
const ids = Int32Array.from([8, 5, 6]);
const progress = { step: 0, steps: 10, epoch: 0, epochs: 1 };
const random = randomKey(1);
const labels = [2, 0, 2];
/** The two keys of the random start are of no class. */
const queueLabels = [0, 2, 2, 1, -1, -1];

function setUp() {
  const modules = stubModules(6, { hasLabels: true });
  const keys = tensor(rowsOf(modules.queue.keys).slice(0, 4));
  modules.queue.enqueue(keys, Int32Array.of(1, 2, 3, 4), integersOf(queueLabels.slice(0, 4)));
  return { modules, views: stubViews() };
}

function step(changed: Partial<typeof options> = {}, labelled = labels) {
  const { modules, views } = setUp();
  const queries = slowEmbeddings(modules.encoder.weight, views.query.images);
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  const input = { views, ids, labels: integersOf(labelled), modules, options: { ...options, ...changed } };
  const result = mocoV2Oracle.step({ ...input, progress, random });
  return { modules, queries, keys, queue, result, plain: mocoV2.step({ ...input, progress, random }) };
}

// MoCHi §3: negatives of the query's own class are discarded.
describe("a step", () => {
  test("has the keys of other classes as negatives, and those of no class", () => {
    const { result, queries, keys, queue } = step();
    const negatives = (row: number) => queue.filter((_, key) => queueLabels[key] !== labels[row]);
    expect([0, 1, 2].map((row) => negatives(row).length)).toEqual([4, 5, 4]);
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
  });

  test("drops the batch's keys of the own class too, not the own key alone", () => {
    const { result, queries, keys, queue } = step({ inBatchNegatives: true });
    const negatives = (row: number) => [
      ...queue.filter((_, key) => queueLabels[key] !== labels[row]),
      ...keys.filter((_, other) => labels[other] !== labels[row]),
    ];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
    const { realNegatives, undiscarded } = result.contrast!();
    expect(realNegatives).toBe(6 + 3);
    // For monitors, MoCo-v2's own logits: the own key alone is none.
    const { plain } = step({ inBatchNegatives: true });
    expectClose(undiscarded!, narrow(plain.contrast!().logits, 1, 1, 6 + 3), { rtol: 1e-5 });
  });

  test("is MoCo-v2's where no class is shared, and easier than that where one is", () => {
    const different = step({ inBatchNegatives: true }, [3, 4, 5]);
    expectClose(different.result.loss, different.plain.loss.item(), { rtol: 1e-6 });
    const shared = step();
    expect(shared.result.loss.item()).toBeLessThan(shared.plain.loss.item());
  });

  test("enqueues classes with the keys, and gives the key encoder no gradient", () => {
    const { result, modules } = step();
    backward(result.loss);
    expect(gradientOf(modules.encoder.weight)).toBeDefined();
    expect(gradientOf(modules.keyEncoder.weight)).toBeUndefined();
    expect(modules.queue.labels!.toNumbers()).toEqual(queueLabels);
    result.after!.run();
    expect(modules.queue.labels!.toNumbers()).toEqual([2, 2, 2, 1, 2, 0]);
  });
});

test("has the gradient of its central differences", () => {
  const { modules, views } = setUp();
  const { encoder, keyEncoder, queue } = modules;
  const all = { encoder: inDoubles(encoder), keyEncoder: inDoubles(keyEncoder), queue: inDoubles(queue) };
  const doubled = {
    query: { images: to(views.query.images, "float64") },
    key: { images: to(views.key.images, "float64") },
  };
  const input = { views: doubled, ids, labels: integersOf(labels), modules: all, progress, random };
  checkGradients(
    [all.encoder.weight],
    () => mocoV2Oracle.step({ ...input, options: { ...options, inBatchNegatives: true } }).loss,
  );
});

test("needs labels, and builds a queue that keeps them", () => {
  expect(mocoV2Oracle.needs).toEqual({ labels: true });
  const { queue } = mocoV2Oracle.build({ options, encoder: toyEncoder, data: { length: 24, classes: 2 }, random });
  expect(queue.labels!.toNumbers()).toEqual(Array(6).fill(-1));
});
