// Oracle: a plain array used as a ring, for every size of batch and every start.
import { expect, test } from "vitest";
import { enqueue } from "../../src/functional/index.ts";
import {
  fromTypedArray,
  gradients,
  memoryUse,
  mul,
  requireGradient,
  scope,
  sumAll,
  tensor,
  zeros,
} from "../../src/tensor/index.ts";

const column = (values: readonly number[]) => fromTypedArray(Float32Array.from(values), [values.length, 1]);

test("keeps the last K keys at every wrap", () => {
  const size = 7;
  const keys = zeros([size, 1]);
  const ring = new Array<number>(size).fill(0);
  let [pointer, slot, next] = [0, 0, 1];
  for (const count of [3, 3, 3, 1, 7, 2, 8, 15, 0, 4, 21, 5]) {
    const batch = Array.from({ length: count }, () => next++);
    for (const value of batch) {
      ring[slot] = value;
      slot = (slot + 1) % size;
    }
    pointer = enqueue(keys, pointer, column(batch));
    expect(pointer).toBe(slot);
    expect(keys.toNumbers()).toEqual(ring);
  }
});

test("takes keys with a gradient without recording the copy", () => {
  const keys = zeros([2, 1]);
  const source = requireGradient(tensor([[2]]));
  enqueue(keys, 1, mul(source, 3));
  expect(keys.requiresGrad).toBe(false);
  expect(keys.toNumbers()).toEqual([0, 6]);
  expect(gradients(sumAll(mul(source, 3)), [source])[0]!.toNumbers()).toEqual([3]);
});

test("leaves no tensors behind", () => {
  scope(() => {
    const [keys, batch] = [zeros([4, 2]), zeros([3, 2])];
    const before = memoryUse().tensors;
    enqueue(keys, 3, batch);
    expect(memoryUse().tensors).toBe(before);
  });
});

test("refuses rows of another length and pointers outside the queue", () => {
  expect(() => enqueue(zeros([8, 4]), 0, zeros([2, 5]))).toThrow(
    "enqueue: keys are [8, 4] but batch is [2, 5]; the last axis must agree",
  );
  expect(() => enqueue(zeros([8, 4]), 8, zeros([2, 4]))).toThrow("pointer is 8; it must be a row of the queue, 0 … 7");
});
