// Oracle: the names a checkpoint must hold, and values that must come back as they were.
import { expect, test } from "vitest";
import { Linear } from "../../src/nn/linear.ts";
import { momentumOf } from "../../src/nn/module.ts";
import { sgd } from "../../src/nn/optim/sgd.ts";
import { randomKey, type Tensor } from "../../src/tensor/index.ts";
import { trainableParameters } from "../../src/train/loop.ts";
import { moduleState, restore, trainingState } from "../../src/train/state.ts";

function build(seed: number) {
  const head = new Linear(2, 3, randomKey(seed));
  const modules = { head, slowHead: momentumOf(head, 0.9) };
  const optimizer = sgd(trainableParameters(modules), { momentum: 0.9, weightDecay: 0 });
  return { modules, optimizer, state: trainingState(modules, optimizer) };
}

function contentOf(state: ReadonlyMap<string, Tensor>) {
  const tensors = new Map(
    [...state].map(([name, value]) => [name, { values: value.toTypedArray(), shape: value.shape }]),
  );
  return { tensors, metadata: {} };
}

test("modules and optimiser appear under their names, momentum modules without optimiser state", () => {
  const { modules, state } = build(1);
  const ofModules = ["head.weight", "head.bias", "slowHead.weight", "slowHead.bias"];
  expect([...moduleState(modules).keys()]).toEqual(ofModules);
  expect([...state.keys()]).toEqual([...ofModules, "optimizer.head.weight", "optimizer.head.bias"]);
});

test("restoring copies values into the state's own tensors, which still train", () => {
  const [saved, fresh] = [build(1), build(2)];
  const { weight } = fresh.modules.head;
  expect(weight.toNumbers()).not.toEqual(saved.modules.head.weight.toNumbers());
  restore(fresh.state, contentOf(saved.state), "checkpoints");
  for (const [name, value] of saved.state) expect(fresh.state.get(name)!.toNumbers()).toEqual(value.toNumbers());
  expect(fresh.modules.head.weight).toBe(weight);
  expect([weight.requiresGrad, fresh.modules.slowHead.weight.requiresGrad]).toEqual([true, false]);
});

test("a checkpoint of another model is refused by the first name that is missing or differs in shape", () => {
  const { state } = build(1);
  const content = contentOf(state);
  content.tensors.delete("slowHead.bias");
  const refusal = { code: "checkpoint-mismatch", where: "runs/toy/checkpoints" };
  const refused = () => restore(state, content, "runs/toy/checkpoints");
  expect(refused).toThrow(expect.objectContaining({ ...refusal, message: "the checkpoint has no slowHead.bias" }));
  content.tensors.set("head.bias", { values: new Float32Array(4), shape: [4] });
  const message = "the checkpoint has head.bias of shape [4], this run needs [3]";
  expect(refused).toThrow(expect.objectContaining({ ...refusal, message }));
});
