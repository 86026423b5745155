// Oracle: mixed images, labels and cross-entropies in slow loops, central differences in float64.
import { expect, test } from "vitest";
import { betaDraw } from "../../src/functional/index.ts";
import { imix } from "../../src/methods/imix.ts";
import { backward, gradientOf, permutation, randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { dot, slowEmbeddings, stubModules, stubViews } from "./stub-encoder.ts";

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
const random = randomKey(5);
const given = {
  ids: Int32Array.from([8, 5, 6]),
  options,
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random,
};

// i-Mix Algorithm 1: L = λ CE(logits, i) + (1 − λ) CE(logits, r(i))
test("a mixture of two images has both keys of the batch as its labels, by their shares", () => {
  const modules = stubModules(6);
  const views = stubViews();
  const partners = permutation(random.fold("partners"), 3);
  const drawn = [0, 1, 2].map((row) => betaDraw(random.fold("share").fold(row), 1));
  const shares = drawn.map((share) => Math.max(share, 1 - share));
  expect([...partners]).not.toEqual([0, 1, 2]);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);

  const pixels = views.query.images.toNumbers();
  const mixed = [0, 1, 2].flatMap((row) =>
    Array.from({ length: 12 }, (_, at) => {
      const [own, other] = [pixels[12 * row + at]!, pixels[12 * partners[row]! + at]!];
      return shares[row]! * own + (1 - shares[row]!) * other;
    }),
  );
  const queries = slowEmbeddings(modules.encoder.weight, tensor(mixed, [3, 3, 2, 2]));
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const all = [...keys, ...rowsOf(modules.queue.keys)];
  const logits = queries.map((q) => all.map((key) => dot(q, key) / 0.3));
  const losses = logits.map((row, i) => {
    const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return shares[i]! * (total - row[i]!) + (1 - shares[i]!) * (total - row[partners[i]!]!);
  });
  const { loss, metrics, after } = imix.step({ ...given, views, modules });
  expectClose(loss, losses.reduce((sum, value) => sum + value, 0) / 3, { rtol: 1e-4 });
  const hits = logits.filter((row, i) => row[i] === Math.max(...row)).length;
  expectClose(metrics.proxyTop1 as never, hits / 3, { atol: 1e-6 });
  after!.run();
  expectClose(rowsOf(modules.queue.keys).slice(0, 3), keys, { atol: 1e-5 });
});

test("keys get no gradient; the query encoder's equals its central differences", () => {
  const modules = stubModules(6);
  for (const module of Object.values(modules)) inDoubles(module);
  const views = { query: { images: doubles(1, [3, 3, 2, 2]) }, key: { images: doubles(2, [3, 3, 2, 2]) } };
  const loss = () => imix.step({ ...given, views, modules }).loss;
  checkGradients([modules.encoder.weight], loss);
  backward(loss());
  expect(gradientOf(modules.keyEncoder.weight)).toBeUndefined();
});

test("both views follow the run's recipe", () => {
  expect(imix.views({ recipe: "moco-v2", options })).toEqual({
    query: { recipe: "moco-v2" },
    key: { recipe: "moco-v2" },
  });
});
