// Oracle: the memory bank's softmax and the proximal term in slow loops, and central differences in float64.
import { expect, test } from "vitest";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { instdis } from "../../src/methods/instdis.ts";
import { backward, gradientOf, normal, randomKey, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = {
  bankLoss: "infonce" as "infonce" | "nce",
  bankNegatives: 6,
  bankMomentum: 0.5,
  temperature: 0.3,
  proximal: 0,
};
const ids = Int32Array.from([8, 5, 6]);
const given = { ids, options, progress: { step: 5, steps: 10, epoch: 1, epochs: 2 }, random: randomKey(1) };
const views = {
  view: { images: normal(randomKey(13), [3, 3, 2, 2]) },
  earlier: { images: normal(randomKey(14), [3, 3, 2, 2]) },
};
const modules = () => ({ encoder: stubEncoder(), memory: new BankContrast(9, 4, randomKey(3)) });
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

// InstDis Eq. (2): P(i|f) = exp(vᵢ·f/τ) / Σⱼ exp(vⱼ·f/τ)
// InstDis Eq. (9): −log h(i, vᵢ⁽ᵗ⁻¹⁾) + λ ‖vᵢ⁽ᵗ⁾ − vᵢ⁽ᵗ⁻¹⁾‖²
test("the loss is the own vector's among those drawn, and λ times the way from it", () => {
  const { encoder, memory } = modules();
  const rows = rowsOf(memory.bank.rows);
  const drawn = memory.bank.draw(6, given.random.fold("drawn")).ids.toNumbers();
  const embeddings = slowEmbeddings(encoder.weight, views.view.images);
  const losses = embeddings.map((embedding, row) => {
    const similar = (id: number) => Math.exp(dot(embedding, rows[id]!) / 0.3);
    const others = drawn.filter((id) => id !== ids[row]).reduce((sum, id) => sum + similar(id), 0);
    return -Math.log(similar(ids[row]!) / (similar(ids[row]!) + others));
  });
  const ways = embeddings.map((embedding, row) => 2 - 2 * dot(embedding, rows[ids[row]!]!));
  const step = (proximal: number) =>
    instdis.step({ ...given, options: { ...options, proximal }, views, modules: { encoder, memory } });
  expectClose(step(0).loss, mean(losses), { rtol: 1e-5 });
  expectClose(step(0.7).loss, mean(losses) + 0.7 * mean(ways), { rtol: 1e-5 });
  expect(step(0).contrast!().realNegatives).toBe(6);
});

test("in the first epoch another view of each image is found among those of the batch, and passes on no gradient", () => {
  const { encoder, memory } = modules();
  const first = { ...given, progress: { ...given.progress, epoch: 0 } };
  const [seen, earlier] = [views.view, views.earlier].map(({ images }) => slowEmbeddings(encoder.weight, images));
  const similar = (i: number, j: number) => Math.exp(dot(seen![i]!, earlier![j]!) / 0.3);
  const losses = [0, 1, 2].map((i) => -Math.log(similar(i, i) / [0, 1, 2].reduce((sum, j) => sum + similar(i, j), 0)));
  expectClose(instdis.step({ ...first, views, modules: { encoder, memory } }).loss, mean(losses), { rtol: 1e-5 });
  // Where the view itself is all zeros, only the other one could pass a gradient on.
  const blank = { ...views, view: { images: zeros([3, 3, 2, 2]) } };
  backward(instdis.step({ ...first, views: blank, modules: { encoder, memory } }).loss);
  expect(Math.max(...gradientOf(encoder.weight)!.toNumbers().map(Math.abs))).toBe(0);
});

test("only the vectors of the batch's images move, by half, when what was put off is run", () => {
  const { encoder, memory } = modules();
  const before = rowsOf(memory.bank.rows);
  const { after } = instdis.step({ ...given, views, modules: { encoder, memory } });
  expect(rowsOf(memory.bank.rows)).toEqual(before);
  after!.run();
  const embeddings = slowEmbeddings(encoder.weight, views.view.images);
  const moved = rowsOf(memory.bank.rows);
  for (const [image, old] of before.entries()) {
    const row = ids.indexOf(image);
    const sum = row < 0 ? old : old.map((value, axis) => value + embeddings[row]![axis]!);
    const norm = row < 0 ? 1 : Math.hypot(...sum);
    expectClose(
      moved[image]!,
      sum.map((value) => value / norm),
      { atol: 1e-6 },
    );
  }
});

test.each(["nce", "infonce"] as const)("the gradient of %s equals its central differences", (bankLoss) => {
  const { encoder, memory } = modules();
  const built = { encoder: inDoubles(encoder), memory: inDoubles(memory) };
  // The normaliser of NCE is a constant of the first batch: here it is there already.
  const first = { ...given, options: { ...options, bankLoss, proximal: 0.5 }, modules: built };
  instdis.step({ ...first, views: { ...views, view: { images: doubles(2, [3, 3, 2, 2]) } } }).after!.run();
  const inDouble = { ...views, view: { images: doubles(1, [3, 3, 2, 2]) } };
  checkGradients([built.encoder.weight], () => instdis.step({ ...first, views: inDouble }).loss);
  expect(built.memory.meanExponential.item() > 0).toBe(bankLoss === "nce");
});

test("it builds an encoder and a bank of all images, and reads views by the run's recipe", () => {
  const built = instdis.build({
    options,
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  expect(built.memory.bank.rows.shape).toEqual([24, 8]);
  expect(instdis.views({ recipe: "moco-v1", options })).toEqual({
    view: { recipe: "moco-v1" },
    earlier: { recipe: "moco-v1" },
  });
});
