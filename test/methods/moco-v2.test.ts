// Oracle: a slow double loop over queries and negatives in plain numbers, and the order of events of MoCo's Algorithm 1.
import { describe, expect, test } from "vitest";
import { mocoV2 } from "../../src/methods/moco-v2.ts";
import { backward, gradientOf, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

const options = { queueSize: 6, temperature: 0.3, encoderMomentum: 0.9, bnSplits: 1, inBatchNegatives: false };
const ids = Int32Array.from([8, 5, 6]);
const progress = { step: 0, steps: 10, epoch: 0, epochs: 1 };

function step(changed: Partial<typeof options> = {}) {
  const modules = stubModules(6);
  const views = stubViews();
  const queries = slowEmbeddings(modules.encoder.weight, views.query.images);
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  const result = mocoV2.step({
    views,
    ids,
    modules,
    options: { ...options, ...changed },
    progress,
    random: randomKey(1),
  });
  return { modules, queries, keys, queue, result };
}

describe("a step", () => {
  test("has the loss of the queue's keys as negatives", () => {
    const { result, queries, keys, queue } = step();
    expectClose(
      result.loss,
      slowLoss(queries, keys, () => queue, 0.3),
      { rtol: 1e-5 },
    );
    const logits = queries.map((query, row) => [keys[row]!, ...queue].map((key) => dot(query, key) / 0.3));
    expectClose(result.contrast!().logits, logits, { atol: 1e-5 });
    const wins = logits.filter(([positive, ...negatives]) => positive! > Math.max(...negatives)).length;
    expectClose(result.metrics.proxyTop1 as never, wins / 3, { atol: 1e-6 });
    expect(result.contrast!().realNegatives).toBe(6);
    expect(result.contrast!().logits.requiresGrad).toBe(false);
  });

  test("has the other images' keys as negatives too where asked for", () => {
    const { result, queries, keys, queue } = step({ inBatchNegatives: true });
    const negatives = (row: number) => [...queue, ...keys.filter((_, other) => other !== row)];
    expectClose(result.loss, slowLoss(queries, keys, negatives, 0.3), { rtol: 1e-5 });
  });

  test("gives the query encoder a gradient, the key encoder and the queue none", () => {
    const { result, modules } = step();
    backward(result.loss);
    expect(Math.max(...gradientOf(modules.encoder.weight)!.toNumbers().map(Math.abs))).toBeGreaterThan(1e-3);
    expect(gradientOf(modules.keyEncoder.weight)).toBeUndefined();
    expect([modules.keyEncoder.weight.requiresGrad, modules.queue.keys.requiresGrad]).toEqual([false, false]);
  });

  test("puts its keys in the queue only when what it put off is run", () => {
    const { result, modules, keys, queue } = step();
    expect(rowsOf(modules.queue.keys)).toEqual(queue);
    expect(modules.queue.pointer.item()).toBe(0);
    result.after!.run();
    expectClose(rowsOf(modules.queue.keys), [...keys, ...queue.slice(3)], { atol: 1e-6 });
    expect(modules.queue.ids.toNumbers()).toEqual([8, 5, 6, -1, -1, -1]);
    expect(modules.queue.pointer.item()).toBe(3);
    expect(result.isMixing).toBeUndefined();
  });
});

describe("what it builds", () => {
  const build = (seed: number) =>
    mocoV2.build({
      options: { ...options, bnSplits: 2 },
      encoder: toyEncoder,
      data: { length: 24, classes: undefined },
      random: randomKey(seed),
    });

  test("is an encoder, a copy that follows it with momentum m, and a queue of unit rows", () => {
    const { encoder, keyEncoder, queue } = build(1);
    expect(keyEncoder.follows).toEqual({ module: encoder, momentum: 0.9 });
    expect(encoder.backbone.bn1.splits).toBe(2);
    expect(keyEncoder.backbone.conv1.weight.toNumbers()).toEqual(encoder.backbone.conv1.weight.toNumbers());
    expectClose(
      rowsOf(queue.keys).map((row) => Math.hypot(...row)),
      Array(6).fill(1),
      { atol: 1e-6 },
    );
    expect(queue.keys.shape).toEqual([6, 8]);
  });

  test("depends on its key alone", () => {
    const weights = (seed: number) =>
      build(seed).encoder.backbone.layer3.parameters().get("0.conv1.weight")!.toNumbers();
    expect(weights(1)).toEqual(weights(1));
    expect(weights(2)).not.toEqual(weights(1));
  });
});

test("both views use the run's recipe, and evaluation reads the backbone of the query encoder", () => {
  const views = (recipe: string) => mocoV2.views({ recipe, options });
  expect(views("simclr")).toEqual({ query: { recipe: "simclr" }, key: { recipe: "simclr" } });
  // Where a recipe has another one for the second view, the keys take that.
  expect(views("byol")).toEqual({ query: { recipe: "byol" }, key: { recipe: "byol-second" } });
  const modules = mocoV2.build({
    options,
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  modules.encoder.eval();
  const { images } = { images: stubViews().query.images };
  expect(mocoV2.features(modules, images).toNumbers()).toEqual(modules.encoder.backbone.forward(images).toNumbers());
  expect(mocoV2.features(modules, images).shape).toEqual([3, 16]);
});
