// Oracle: vectors mixed and normalised in plain numbers, and the rows that must stay.
import { expect, test } from "vitest";
import { MemoryBank } from "../../src/methods/memory-bank.ts";
import { parameter } from "../../src/nn/module.ts";
import { memoryUse, randomKey, scope, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";

const bank = () => new MemoryBank(6, 3, randomKey(1));

test("starts with a unit vector for every image, which the checkpoint holds", () => {
  const memory = bank();
  expect([memory.size, memory.rows.shape]).toEqual([6, [6, 3]]);
  expectClose(
    rowsOf(memory.rows).map((row) => Math.hypot(...row)),
    Array(6).fill(1),
    { atol: 1e-6 },
  );
  expect([...memory.state().keys()]).toEqual(["rows"]);
  expect(rowsOf(memory.of([4, 1]))).toEqual([rowsOf(memory.rows)[4], rowsOf(memory.rows)[1]]);
});

// InstDis code: vᵢ ← (m vᵢ + (1 − m) fᵢ) / ‖·‖
test("an update moves the vectors of its images by its share, and no others", () => {
  const memory = bank();
  const before = rowsOf(memory.rows);
  const features = [
    [1, 0, 0],
    [0, 0.6, -0.8],
  ];
  memory.update([4, 1], tensor(features), 0.25);
  const mixed = (old: number[], seen: number[]) => {
    const sum = old.map((value, axis) => 0.25 * value + 0.75 * seen[axis]!);
    return sum.map((value) => value / Math.hypot(...sum));
  };
  const after = rowsOf(memory.rows);
  expectClose(after[4]!, mixed(before[4]!, features[0]!), { atol: 1e-6 });
  expectClose(after[1]!, mixed(before[1]!, features[1]!), { atol: 1e-6 });
  for (const image of [0, 2, 3, 5]) expect(after[image]).toEqual(before[image]);
});

test("an update takes no gradient and leaves nothing behind", () => {
  const memory = bank();
  const trained = parameter(tensor([[1, 2, 3]]));
  const before = memoryUse().tensors;
  scope(() => memory.update([0], trained, 0.5));
  expect(memoryUse().tensors).toBe(before);
  expect(memory.rows.requiresGrad).toBe(false);
});

test("vectors are drawn from the whole bank, the same for the same key", () => {
  const memory = bank();
  const { ids, rows } = memory.draw(200, randomKey(2));
  expect(new Set(ids.toNumbers())).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(rowsOf(rows).slice(0, 3)).toEqual(rowsOf(memory.of(ids.toNumbers().slice(0, 3))));
  expect(memory.draw(200, randomKey(2)).ids.toNumbers()).toEqual(ids.toNumbers());
  expect(memory.draw(200, randomKey(3)).ids.toNumbers()).not.toEqual(ids.toNumbers());
});
