// Oracle: a plain array that keeps the last K keys, written row by row.
import { expect, test } from "vitest";
import { Queue } from "../../src/methods/queue.ts";
import { memoryUse, randomKey, requireGradient, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf, rowsOf } from "../functional/points.ts";

test.each([
  ["dividing it", 6, 3],
  ["wrapping inside a batch", 5, 3],
  ["as large as the queue", 4, 4],
  ["larger than the queue", 3, 5],
  ["of one", 3, 1],
])("keys and ids stay paired at every wrap, with batches %s", (_, size, batch) => {
  const queue = new Queue(size, 2, randomKey(1));
  const keys = rowsOf(queue.keys);
  const ids = Array<number>(size).fill(-1);
  let next = 0;
  for (let step = 0; step < 2 * size + 1; step++) {
    const rows = Array.from({ length: batch }, (_, row) => [step + row / 10, -row]);
    const images = Int32Array.from({ length: batch }, (_, row) => 100 * step + row);
    queue.enqueue(tensor(rows), images);
    for (let row = 0; row < batch; row++) {
      keys[next] = rows[row]!;
      ids[next] = images[row]!;
      next = (next + 1) % size;
    }
    expectClose(rowsOf(queue.keys), keys, { atol: 1e-5 });
    expect(queue.ids.toNumbers()).toEqual(ids);
    expect(queue.pointer.item()).toBe(next);
  }
});

test("it starts with random unit rows of no image", () => {
  const queue = new Queue(50, 8, randomKey(1));
  expectClose(
    rowsOf(queue.keys).map((row) => Math.hypot(...row)),
    Array(50).fill(1),
    { atol: 1e-6 },
  );
  expect(new Set(queue.ids.toNumbers())).toEqual(new Set([-1]));
  expect(queue.size).toBe(50);
  expect(rowsOf(new Queue(50, 8, randomKey(2)).keys)).not.toEqual(rowsOf(queue.keys));
});

test("keys, ids and pointer are state, none of them trained", () => {
  const queue = new Queue(4, 2, randomKey(1));
  expect([...queue.state().keys()]).toEqual(["keys", "ids", "pointer"]);
  expect(queue.parameters().size).toBe(0);
});

test("enqueuing keeps no gradient and no tensors", () => {
  const queue = new Queue(4, 2, randomKey(1));
  const keys = requireGradient(tensor([[1, 0]]));
  const before = memoryUse();
  queue.enqueue(keys, Int32Array.of(3));
  expect(memoryUse()).toEqual(before);
  expect(queue.keys.requiresGrad).toBe(false);
});

test("classes are kept beside the keys where asked for, none for the random start", () => {
  const queue = new Queue(4, 2, randomKey(1), { hasLabels: true });
  expect([...queue.state().keys()]).toEqual(["keys", "ids", "labels", "pointer"]);
  const keys = tensor([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  queue.enqueue(keys, Int32Array.of(3, 4, 5), integersOf([7, 8, 9]));
  expect(queue.labels!.toNumbers()).toEqual([7, 8, 9, -1]);
  queue.enqueue(keys, Int32Array.of(6, 7, 8), integersOf([1, 2, 3]));
  expect(queue.labels!.toNumbers()).toEqual([2, 3, 9, 1]);
  expect(queue.ids.toNumbers()).toEqual([7, 8, 5, 6]);
});
