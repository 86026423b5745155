// Oracle: the bases' pieces by hand: heads, keys, queue, banks and whom these leave out.
import { expect, test } from "vitest";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { buildCmc, type CmcModules, cmc } from "../../src/methods/cmc.ts";
import { base, type Contrasted, contrastOf, mixtureOptions } from "../../src/methods/mixture-base.ts";
import type { MomentumContrastModules } from "../../src/methods/moco-v2.ts";
import { normal, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder, stubModules, stubViews } from "./stub-encoder.ts";

const options = {
  queueSize: 6,
  temperature: 0.3,
  encoderMomentum: 0.9,
  bnSplits: 1,
  bankNegatives: 6,
  bankMomentum: 0.5,
  base: "moco-v2" as const,
  mixtureAlpha: 1,
};

const data = { length: 24, classes: undefined };

test("moco-v1 has a linear head, moco-v2 the run's", () => {
  const names = (name: "moco-v1" | "moco-v2") => {
    const chosen = { ...options, base: name };
    const built = base.build({ options: chosen, encoder: toyEncoder, data, random: randomKey(1) });
    const { encoder, keyEncoder } = built as MomentumContrastModules;
    expect(keyEncoder.follows).toEqual({ module: encoder, momentum: 0.9 });
    return [...encoder.projectionHead.parameters().keys()];
  };
  expect(names("moco-v1")).toEqual(["output.weight", "output.bias"]);
  expect(names("moco-v2")).toEqual(["hidden.weight", "hidden.bias", "output.weight", "output.bias"]);
});

test("cmc has CMC's encoders and banks, its views, and its evaluation", () => {
  const chosen = { ...options, base: "cmc" as const };
  const built = base.build({ options: chosen, encoder: toyEncoder, data, random: randomKey(1) });
  expect(Object.keys(built)).toEqual(
    Object.keys(buildCmc({ options, encoder: toyEncoder, data, random: randomKey(1) })),
  );
  expect(Object.keys(base.views({ recipe: "crop", options: chosen }))).toEqual(["lightness", "color"]);
  expect(base.evaluationViewFor(chosen)).toBe(cmc.evaluationView);
  expect(base.evaluationViewFor(options)).toBeUndefined();
  const images = normal(randomKey(1), [2, 3, 8, 8]);
  for (const module of Object.values(built)) module.eval();
  expectClose(base.features(built, images), cmc.features(built as CmcModules, images), {});
});

test("offers MoCo's options but in-batch negatives, among which a mixture's second image would be", () => {
  const own = ["bankNegatives", "bankMomentum", "base", "mixtureAlpha"];
  expect(Object.keys(mixtureOptions)).toEqual(["queueSize", "temperature", "encoderMomentum", "bnSplits", ...own]);
});

test("queries of CMC meet the other view's vectors, and drawn ones of images that are not in the batch", () => {
  const modules = {
    lightnessEncoder: stubEncoder(1, 4),
    colorEncoder: stubEncoder(1, 8),
    lightnessBank: new BankContrast(9, 4, randomKey(3)),
    colorBank: new BankContrast(9, 4, randomKey(4)),
  };
  const views = {
    lightness: { images: normal(randomKey(13), [3, 1, 2, 2]) },
    color: { images: normal(randomKey(14), [3, 2, 2, 2]) },
  };
  const ids = Int32Array.from([8, 5, 6]);
  const progress = { step: 5, steps: 10, epoch: 1, epochs: 2 };
  const random = randomKey(1);
  const colors = rowsOf(modules.colorBank.bank.rows);
  const { contrasted, after } = contrastOf({ views, ids, modules, options, progress, random }, undefined);
  const [byLightness, byColor] = contrasted as [Contrasted, Contrasted];
  expect([byLightness.images, byColor.images]).toEqual([views.lightness.images, views.color.images]);
  const queries = slowEmbeddings(modules.lightnessEncoder.weight, views.lightness.images);
  expectClose(byLightness.embed(views.lightness.images), queries, { atol: 1e-5 });
  expectClose(
    byLightness.keys,
    [8, 5, 6].map((id) => colors[id]!),
    {},
  );
  const drawn = modules.colorBank.bank.draw(6, random.fold("colors")).ids.toNumbers();
  const expected = queries.map((q) => drawn.map((id) => (ids.includes(id) ? -Infinity : dot(q, colors[id]!))));
  expect(expected.flat().filter(Number.isFinite).length).toBeGreaterThan(0);
  expect(expected.flat()).toContain(-Infinity);
  expectClose(byLightness.negatives(byLightness.embed(views.lightness.images)), expected, { atol: 1e-5 });

  const embeddings = slowEmbeddings(modules.colorEncoder.weight, views.color.images);
  after.run();
  const now = rowsOf(modules.colorBank.bank.rows);
  for (const [id, before] of colors.entries()) {
    const row = ids.indexOf(id);
    const sum = row < 0 ? before : before.map((value, axis) => (value + embeddings[row]![axis]!) / 2);
    expectClose(
      now[id]!,
      sum.map((value) => value / Math.hypot(...sum)),
      { atol: 1e-5 },
    );
  }
});

test("in CMC's first epoch the batch's other images are the negatives, but for a mixture's two", () => {
  const modules = {
    lightnessEncoder: stubEncoder(1, 4),
    colorEncoder: stubEncoder(1, 8),
    lightnessBank: new BankContrast(9, 4, randomKey(3)),
    colorBank: new BankContrast(9, 4, randomKey(4)),
  };
  const views = {
    lightness: { images: normal(randomKey(13), [3, 1, 2, 2]) },
    color: { images: normal(randomKey(14), [3, 2, 2, 2]) },
  };
  const progress = { step: 0, steps: 10, epoch: 0, epochs: 2 };
  const given = { views, ids: Int32Array.from([8, 5, 6]), modules, options, progress, random: randomKey(1) };
  const queries = slowEmbeddings(modules.lightnessEncoder.weight, views.lightness.images);
  const vectors = slowEmbeddings(modules.colorEncoder.weight, views.color.images);
  const negativesWith = (partners: Int32Array | undefined) => {
    const [{ images, embed, keys, negatives }] = contrastOf(given, partners).contrasted as [Contrasted];
    expectClose(keys, vectors, { atol: 1e-5 });
    return negatives(embed(images));
  };
  const expected = queries.map((q, row) =>
    vectors.map((vector, other) => (other === row || other === 2 - row ? -Infinity : dot(q, vector))),
  );
  expectClose(negativesWith(Int32Array.from([2, 1, 0])), expected, { atol: 1e-5 });
  expect(negativesWith(undefined).shape).toEqual([3, 0]);
});

test("queries of MoCo meet the keys of the other view and the queue, which the keys join at the end", () => {
  const modules = stubModules(6);
  const views = stubViews();
  const queue = rowsOf(modules.queue.keys);
  const { contrasted, after } = contrastOf(
    {
      views,
      ids: Int32Array.from([8, 5, 6]),
      modules,
      options,
      progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
      random: randomKey(1),
    },
    undefined,
  );
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
