// Oracle: MoCo-v2's step, which the first version shares, and the values in which the two differ.
import { expect, test } from "vitest";
import { mocoV1 } from "../../src/methods/moco-v1.ts";
import { mocoV2 } from "../../src/methods/moco-v2.ts";
import { presets } from "../../src/presets/index.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

// MoCo Eq. (1): −log( exp(q·k₊/τ) / (exp(q·k₊/τ) + Σᵢ exp(q·kᵢ/τ)) )
test("a step at its own temperature has the loss of the queue's keys as negatives", () => {
  const [modules, views] = [stubModules(6), stubViews()];
  const options = { queueSize: 6, temperature: 0.07, encoderMomentum: 0.9, bnSplits: 1, inBatchNegatives: false };
  const { loss } = mocoV1.step({
    views,
    ids: Int32Array.from([8, 5, 6]),
    modules,
    options,
    progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
    random: randomKey(1),
  });
  const queries = slowEmbeddings(modules.encoder.weight, views.query.images);
  const keys = slowEmbeddings(modules.keyEncoder.weight, views.key.images);
  const queue = rowsOf(modules.queue.keys);
  expectClose(
    loss,
    slowLoss(queries, keys, () => queue, 0.07),
    { rtol: 1e-4 },
  );
});

test("differs from MoCo-v2 in temperature, head, augmentation and schedule alone", () => {
  expect([mocoV1.options.temperature.default, mocoV2.options.temperature.default]).toEqual([0.07, 0.2]);
  expect(mocoV1.step).toBe(mocoV2.step);
  for (const preset of [presets["moco-v1"](), presets["moco-v1-cifar10"]()])
    expect(preset).toMatchObject({ method: "moco-v1", headLayers: 1, temperature: 0.07, recipe: "moco-v1" });
});
