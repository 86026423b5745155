// Oracle: the three InfoNCE terms in slow loops over mixtures made by hand, central differences in float64.
import { expect, test } from "vitest";
import { betaDraw } from "../../src/functional/index.ts";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { cutMix } from "../../src/methods/image-mixture.ts";
import { unmix } from "../../src/methods/unmix.ts";
import { add, backward, flip, gradientOf, mul, randomKey, reshape, type Tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { slowEmbeddings, slowLoss, stubEncoder, stubModules, stubViews } from "./stub-encoder.ts";

const options = {
  queueSize: 6,
  temperature: 0.3,
  encoderMomentum: 0.9,
  bnSplits: 1,
  bankNegatives: 6,
  bankMomentum: 0.5,
  base: "moco-v2" as const,
  mixtureAlpha: 1,
  globalMixtures: 1,
};
const random = randomKey(5);
const given = {
  ids: Int32Array.from([8, 5, 6]),
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random,
};

// Un-Mix Algorithm 1: L = L(q, k) + λ L(q_mix, k) + (1 − λ) L(flip(q_mix), k)
test.each([
  ["blended", 1],
  ["with a box of the other", 0],
])("images %s meet the keys of both images by their shares", (_, globalMixtures) => {
  const modules = stubModules(6);
  // 4 × 3 pixels, so that there is room for a box.
  const [query, key] = [stubViews().query, stubViews().key].map((view) => reshape(view.images, [3, 1, 4, 3])) as [
    Tensor,
    Tensor,
  ];
  const views = { query: { images: query }, key: { images: key } };
  const { images } = views.query;
  const reversed = flip(images, [0]);
  const drawn = betaDraw(random.fold("mixture").fold("share"), 1);
  const blend = (): { images: Tensor; share: number } => ({
    images: add(mul(images, drawn), mul(reversed, 1 - drawn)),
    share: drawn,
  });
  const box = () => cutMix(images, reversed, drawn, random.fold("mixture").fold("box"));
  const mixture = globalMixtures === 1 ? blend() : box();
  expect(mixture.share).toBeGreaterThan(0);
  expect(mixture.share).toBeLessThan(1);

  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  const mixed = slowEmbeddings(modules.encoder.weight, mixture.images);
  const lossOf = (queries: number[][]) => slowLoss(queries, keys, () => queue, 0.3);
  const expected =
    lossOf(slowEmbeddings(modules.encoder.weight, images)) +
    mixture.share * lossOf(mixed) +
    (1 - mixture.share) * lossOf(mixed.toReversed());
  const step = unmix.step({ ...given, views, modules, options: { ...options, globalMixtures } });
  expectClose(step.loss, expected, { rtol: 1e-4 });
  expect(step.contrast!().realNegatives).toBe(6);
  step.after!.run();
  expect(modules.queue.ids.toNumbers()).toEqual([8, 5, 6, -1, -1, -1]);
});

test("keys get no gradient; the query encoder's equals its central differences", () => {
  const modules = stubModules(6);
  for (const module of Object.values(modules)) inDoubles(module);
  const views = { query: { images: doubles(1, [3, 3, 2, 2]) }, key: { images: doubles(2, [3, 3, 2, 2]) } };
  const loss = () => unmix.step({ ...given, views, modules, options }).loss;
  checkGradients([modules.encoder.weight], loss);
  backward(loss());
  expect(gradientOf(modules.keyEncoder.weight)).toBeUndefined();
});

test("on CMC the mixtures of both channel views count: both encoders get a gradient", () => {
  const modules = {
    lightnessEncoder: stubEncoder(1, 4),
    colorEncoder: stubEncoder(1, 8),
    lightnessBank: new BankContrast(9, 4, randomKey(3)),
    colorBank: new BankContrast(9, 4, randomKey(4)),
  };
  for (const module of Object.values(modules)) inDoubles(module);
  const views = { lightness: { images: doubles(1, [3, 1, 2, 2]) }, color: { images: doubles(2, [3, 2, 2, 2]) } };
  // From the second epoch on, positives are the banks' own: none of the embeddings that the weights move.
  const progress = { ...given.progress, epoch: 1 };
  const onCmc = { ...options, base: "cmc" as const };
  checkGradients(
    [modules.lightnessEncoder.weight, modules.colorEncoder.weight],
    () => unmix.step({ ...given, views, modules, progress, options: onCmc }).loss,
  );
});

test("both views follow the run's recipe", () => {
  expect(unmix.views({ recipe: "moco-v2", options })).toEqual({
    query: { recipe: "moco-v2" },
    key: { recipe: "moco-v2" },
  });
});
