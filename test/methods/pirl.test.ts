// Oracle: both losses against the bank in a slow loop, their mixture by hand, and central differences in float64.
import { expect, test } from "vitest";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { JigsawHead } from "../../src/methods/jigsaw-branch.ts";
import { pirl } from "../../src/methods/pirl.ts";
import type { Encoder } from "../../src/nn/encoder.ts";
import { backward, flatten, gradientOf, normal, randomKey, type Tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = {
  bankLoss: "infonce" as const,
  bankNegatives: 6,
  bankMomentum: 0.5,
  temperature: 0.3,
  jigsawShare: 0.25,
};
const ids = Int32Array.from([8, 5, 6]);
const given = { ids, options, progress: { step: 5, steps: 10, epoch: 1, epochs: 2 }, random: randomKey(1) };
const views = {
  image: { images: normal(randomKey(13), [3, 3, 2, 2]) },
  jigsaw: { images: normal(randomKey(14), [27, 3, 1, 1]) },
};

/** Features are the pixels themselves. */
function modules() {
  const encoder = Object.assign(stubEncoder(), { features: (images: Tensor) => flatten(images, 1) });
  const head = new JigsawHead(3, { ...toyEncoder, headLayers: 1, embeddingSize: 4 }, randomKey(5));
  return {
    encoder: encoder as Encoder & typeof encoder,
    jigsawHead: head,
    memory: new BankContrast(9, 4, randomKey(3)),
  };
}

function slow({ encoder, jigsawHead, memory }: ReturnType<typeof modules>) {
  const rows = rowsOf(memory.bank.rows);
  const drawn = memory.bank.draw(6, given.random.fold("drawn")).ids.toNumbers();
  const lossOf = (embeddings: number[][]) => {
    const losses = embeddings.map((embedding, row) => {
      const similar = (id: number) => Math.exp(dot(embedding, rows[id]!) / 0.3);
      const others = drawn.filter((id) => id !== ids[row]).reduce((sum, id) => sum + similar(id), 0);
      return -Math.log(similar(ids[row]!) / (similar(ids[row]!) + others));
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  const patches = rowsOf(jigsawHead.forward(flatten(views.jigsaw.images, 1)));
  const unit = patches.map((row) => row.map((value) => value / Math.hypot(...row)));
  return { image: lossOf(slowEmbeddings(encoder.weight, views.image.images)), jigsaw: lossOf(unit) };
}

// PIRL Eq. (5): L = λ L_NCE(m_I, g(v_It)) + (1 − λ) L_NCE(m_I, f(v_I))
test("image and patches are held against one bank, and their losses mixed by λ", () => {
  const built = modules();
  const { image, jigsaw } = slow(built);
  expectClose(pirl.step({ ...given, views, modules: built }).loss, 0.25 * jigsaw + 0.75 * image, { rtol: 1e-5 });
});

test("at λ = 0 the patches' head gets no gradient, at λ = 1 the image's gets none", () => {
  const norms = [0, 1].map((jigsawShare) => {
    const built = modules();
    backward(pirl.step({ ...given, options: { ...options, jigsawShare }, views, modules: built }).loss);
    const norm = (leaf: Tensor) => Math.hypot(...(gradientOf(leaf)?.toNumbers() ?? [0]));
    return [norm(built.encoder.weight), norm(built.jigsawHead.joint.weight)];
  });
  expect([norms[0]![1], norms[1]![0]]).toEqual([0, 0]);
  expect(Math.min(norms[0]![0]!, norms[1]![1]!)).toBeGreaterThan(1e-3);
});

test("the gradient equals its central differences", () => {
  const built = modules();
  for (const module of Object.values(built)) inDoubles(module);
  const inDouble = { image: { images: doubles(1, [3, 3, 2, 2]) }, jigsaw: { images: doubles(2, [27, 3, 1, 1]) } };
  const leaves = [built.encoder.weight, ...built.jigsawHead.parameters().values()];
  checkGradients(leaves, () => pirl.step({ ...given, views: inDouble, modules: built }).loss);
});

test("the bank takes the image's embedding, not the patches'", () => {
  const built = modules();
  const first = { ...given, progress: { ...given.progress, epoch: 0 } };
  const before = rowsOf(built.memory.bank.rows);
  pirl.step({ ...first, views, modules: built }).after!.run();
  const embeddings = slowEmbeddings(built.encoder.weight, views.image.images);
  expectClose(rowsOf(built.memory.bank.of(ids)), embeddings, { atol: 1e-6 });
  expect(rowsOf(built.memory.bank.of([0, 7]))).toEqual([before[0], before[7]]);
});

test("the second view is a jigsaw of its own crop", () => {
  const { image, jigsaw } = pirl.views({ recipe: "moco-v2-small", options });
  expect(image).toEqual({ recipe: "moco-v2-small" });
  expect(jigsaw).toMatchObject({ cropScale: [0.6, 1], derive: { name: "jigsaw" } });
});
