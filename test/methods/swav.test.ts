// Oracle: codes by the functional's Sinkhorn and the loss in a slow loop over crops, fixed codes for the gradient check.
import { expect, test } from "vitest";
import { normalize, sinkhorn, swappedPrediction } from "../../src/functional/index.ts";
import { embedCrops } from "../../src/methods/multi-crop.ts";
import { Prototypes } from "../../src/methods/prototypes.ts";
import { swav } from "../../src/methods/swav.ts";
import {
  backward,
  cat,
  clearGradients,
  gradientOf,
  narrow,
  normal,
  randomKey,
  type Tensor,
} from "../../src/tensor/index.ts";
import { train } from "../../src/train/loop.ts";
import { moduleState } from "../../src/train/state.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { digests, toyEncoder, toyJob } from "../train/toy-job.ts";
import { dot, stubCropEncoder } from "./stub-encoder.ts";

const options = {
  smallCrops: 2,
  smallCropSize: 0.5,
  smallCropMin: 0.1,
  smallCropMax: 0.4,
  prototypes: 6,
  temperature: 0.2,
  epsilon: 0.1,
  sinkhornIterations: 3,
  frozenEpochs: 0,
  queueSize: 0,
  queueStart: 1,
};
const build = (changed: Partial<typeof options> = {}) =>
  swav.build({
    options: { ...options, ...changed },
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
const viewsBy = (draw: (seed: number, shape: number[]) => Tensor) => ({
  first: { images: draw(13, [4, 3, 8, 8]) },
  second: { images: draw(14, [4, 3, 8, 8]) },
  small: { images: draw(15, [8, 3, 4, 4]) },
});
const views = viewsBy((seed, shape) => normal(randomKey(seed), shape));
const ids = Int32Array.from([8, 5, 6, 1]);
const given = { views, ids, options, progress: { step: 0, steps: 10, epoch: 0, epochs: 10 }, random: randomKey(1) };

/** −Σₖ q⁽ᵏ⁾ log softmax(z · cₖ / τ)⁽ᵏ⁾ in plain numbers. */
function crossEntropy(code: number[], z: number[], prototypes: number[][]): number {
  const logits = prototypes.map((c) => dot(z, c) / 0.2);
  const all = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return -code.reduce((sum, q, k) => sum + q * (logits[k]! - all), 0);
}

function slowLoss(crops: number[][][], codes: number[][][], prototypes: number[][]): number {
  const terms = codes.flatMap((code, s) =>
    crops.flatMap((z, v) => (v === s ? [] : z.map((row, image) => crossEntropy(code[image]!, row, prototypes)))),
  );
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

// SwAV Eq. (6): L = Σᵢ Σ_v≠ᵢ ℓ(z_v, qᵢ) over the two large crops i and all crops v
test("a step predicts the codes of the two large crops from every other crop", () => {
  const modules = build();
  const crops = embedCrops(modules.encoder, views).map(normalize);
  const codes = [crops[0]!, crops[1]!].map((z) =>
    sinkhorn(modules.prototypes.forward(z), { epsilon: 0.1, iterations: 3 }),
  );
  const expected = slowLoss(crops.map(rowsOf), codes.map(rowsOf), rowsOf(modules.prototypes.weight));
  expectClose(swav.step({ ...given, modules }).loss, expected, { rtol: 1e-4 });
});

test("the queue takes part from its epoch on, once it is filled, and only in the assignment", () => {
  const modules = build({ queueSize: 8 });
  const crops = embedCrops(modules.encoder, views).map(normalize);
  const step = (epoch: number, at: number) =>
    swav.step({
      ...given,
      modules,
      options: { ...options, queueSize: 8 },
      progress: { step: at, steps: 100, epoch, epochs: 10 },
    });
  const codesWith = (past: (queue: Tensor) => Tensor[]) =>
    [modules.firstQueue!, modules.secondQueue!].map((queue, s) => {
      const z = cat([crops[s]!, ...past(queue.keys)]);
      return rowsOf(narrow(sinkhorn(modules.prototypes.forward(z), { epsilon: 0.1, iterations: 3 }), 0, 0, 4));
    });
  const lossWith = (codes: number[][][]) => slowLoss(crops.map(rowsOf), codes, rowsOf(modules.prototypes.weight));
  const without = lossWith(codesWith(() => []));
  const shared = lossWith(codesWith((keys) => [keys]));
  expect(Math.abs(shared - without)).toBeGreaterThan(1e-3);
  expectClose(step(0.9, 50).loss, without, { rtol: 1e-4 });
  expectClose(step(1, 1).loss, without, { rtol: 1e-4 });
  expectClose(step(1, 2).loss, shared, { rtol: 1e-4 });
});

test("the embeddings of the large crops join the queues after the step", () => {
  const modules = build({ queueSize: 8 });
  const crops = embedCrops(modules.encoder, views).map(normalize);
  const { after } = swav.step({ ...given, modules, options: { ...options, queueSize: 8 } });
  expect(modules.firstQueue!.pointer.item()).toBe(0);
  after!.run();
  expectClose(narrow(modules.firstQueue!.keys, 0, 0, 4), crops[0]!, { atol: 1e-5 });
  expectClose(narrow(modules.secondQueue!.keys, 0, 0, 4), crops[1]!, { atol: 1e-5 });
  expect(build()).not.toHaveProperty("firstQueue");
});

test("the gradient is that of the loss with constant codes, equal to its central differences", () => {
  const modules = { encoder: inDoubles(stubCropEncoder()), prototypes: inDoubles(new Prototypes(6, 4, randomKey(1))) };
  const inDouble = viewsBy(doubles);
  const scores = () => embedCrops(modules.encoder, inDouble).map((z) => modules.prototypes.forward(normalize(z)));
  const codes = [0, 1].map((s) => sinkhorn(scores()[s]!, { epsilon: 0.1, iterations: 3 }));
  const leaves = [modules.prototypes.weight, ...modules.encoder.projectionHead.parameters().values()];
  checkGradients(leaves, () => swappedPrediction(codes, scores(), options));
  const expected = leaves.map((leaf) => gradientOf(leaf)!.toNumbers());
  clearGradients(leaves);
  backward(swav.step({ ...given, views: inDouble, modules }).loss);
  for (const [index, leaf] of leaves.entries())
    expectClose(gradientOf(leaf)!.toNumbers(), expected[index]!, { atol: 1e-12 });
});

test.each([
  ["stay as drawn in the frozen epochs", 1, true],
  ["move once these are over", 0, false],
])("prototypes %s, and have unit length after every step", async (_, frozenEpochs, isFrozen) => {
  const methodOptions = { ...options, frozenEpochs };
  const job = toyJob(temporaryFolder(), { method: swav as never, methodOptions, options: { epochs: 2 / 3 } });
  const digestOf = () => digests(moduleState(job.modules))["prototypes.weight"];
  const drawn = digestOf();
  await train(job);
  expect(digestOf() === drawn).toBe(isFrozen);
  const { prototypes } = job.modules as unknown as ReturnType<typeof build>;
  expectClose(
    rowsOf(prototypes.weight).map((row) => Math.hypot(...row)),
    Array(6).fill(1),
    { atol: 1e-5 },
  );
});
