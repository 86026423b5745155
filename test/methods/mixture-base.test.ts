// Oracle: MoCo's pieces by hand: its heads, its keys, its queue.
import { expect, test } from "vitest";
import { buildBase, contrastOf, mixtureOptions } from "../../src/methods/mixture-base.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubModules, stubViews } from "./stub-encoder.ts";

const options = {
  queueSize: 6,
  temperature: 0.3,
  encoderMomentum: 0.9,
  bnSplits: 1,
  base: "moco-v2" as const,
  mixtureAlpha: 1,
};

test("moco-v1 has a linear head, moco-v2 the run's", () => {
  const names = (base: "moco-v1" | "moco-v2") => {
    const data = { length: 24, classes: undefined };
    const built = buildBase({ options: { ...options, base }, encoder: toyEncoder, data, random: randomKey(1) });
    expect(built.keyEncoder.follows).toEqual({ module: built.encoder, momentum: 0.9 });
    return [...built.encoder.projectionHead.parameters().keys()];
  };
  expect(names("moco-v1")).toEqual(["output.weight", "output.bias"]);
  expect(names("moco-v2")).toEqual(["hidden.weight", "hidden.bias", "output.weight", "output.bias"]);
});

test("offers MoCo's options but in-batch negatives, among which a mixture's second image would be", () => {
  expect(Object.keys(mixtureOptions)).toEqual([
    "queueSize",
    "temperature",
    "encoderMomentum",
    "bnSplits",
    "base",
    "mixtureAlpha",
  ]);
});

test("queries of MoCo meet the keys of the other view and the queue, which the keys join at the end", () => {
  const modules = stubModules(6);
  const views = stubViews();
  const queue = rowsOf(modules.queue.keys);
  const { contrasted, after } = contrastOf({
    views,
    ids: Int32Array.from([8, 5, 6]),
    modules,
    options,
    progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
    random: randomKey(1),
  });
  expect(contrasted).toHaveLength(1);
  const { images, embed, keys, negatives } = contrasted[0]!;
  expect(images).toBe(views.query.images);
  const queries = slowEmbeddings(modules.encoder.weight, images);
  expectClose(embed(images), queries, { atol: 1e-5 });
  const slowKeys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  expectClose(keys, slowKeys, { atol: 1e-5 });
  expect(keys.requiresGrad).toBe(false);
  expectClose(
    negatives(embed(images)),
    queries.map((q) => queue.map((n) => dot(q, n))),
    { atol: 1e-5 },
  );
  after.run();
  expectClose(rowsOf(modules.queue.keys), [...slowKeys, ...queue.slice(3)], { atol: 1e-6 });
});
