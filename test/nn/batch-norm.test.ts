// Oracle: means and variances in plain loops, each slice alone; central differences in float64.
import { describe, expect, test } from "vitest";
import { BatchNorm } from "../../src/nn/batch-norm.ts";
import {
  contiguous,
  copy_,
  memoryUse,
  normal,
  randomKey,
  requireGradient,
  scope,
  tensor,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { native } from "../../src/tensor/native.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const scale = [2, 0.5, -1];
const shift = [1, 0, 3];

function scaledNorm(splits: number): BatchNorm {
  const norm = new BatchNorm(3, splits);
  withoutGradient(() => {
    copy_(norm.weight, tensor(scale));
    copy_(norm.bias, tensor(shift));
  });
  return norm;
}

/** Mean and sums of squares of each column. */
function moments(rows: number[][]) {
  return scale.map((_, channel) => {
    const values = rows.map((row) => row[channel]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0), count: values.length };
  });
}

function slowNormalise(rows: number[][]): number[][] {
  const of = moments(rows);
  return rows.map((row) =>
    row.map((value, c) => {
      const { mean, squares, count } = of[c]!;
      return ((value - mean) / Math.sqrt(squares / count + 1e-5)) * scale[c]! + shift[c]!;
    }),
  );
}

const x = normal(randomKey(1), [8, 3]);
const slicesOf = (splits: number) =>
  Array.from({ length: splits }, (_, s) => rowsOf(x).slice((8 / splits) * s, (8 / splits) * (s + 1)));

describe.each([1, 2, 4])("in training, with %i slices", (splits) => {
  test("each slice is normalised by its own statistics", () => {
    expectClose(rowsOf(scaledNorm(splits).forward(x)), slicesOf(splits).flatMap(slowNormalise), { atol: 1e-5 });
  });

  test("running statistics move by a tenth of the slices' mean, variances unbiased; the step is counted once", () => {
    const norm = new BatchNorm(3, splits);
    norm.forward(x);
    norm.forward(x);
    const perSlice = slicesOf(splits).map(moments);
    const average = (of: (slice: ReturnType<typeof moments>[number]) => number) =>
      scale.map((_, c) => perSlice.reduce((sum, slice) => sum + of(slice[c]!), 0) / splits);
    // Twice the same batch: 0 → 0.1 m → 0.19 m, and 1 → 0.9 + 0.1 v → 0.81 + 0.19 v.
    expectClose(
      norm.running_mean,
      average(({ mean }) => 0.19 * mean),
      { atol: 1e-6 },
    );
    expectClose(
      norm.running_var,
      average(({ squares, count }) => 0.81 + (0.19 * squares) / (count - 1)),
      { atol: 1e-5 },
    );
    expect(norm.num_batches_tracked.item()).toBe(2);
  });

  test("gradients are those of its central differences, for vectors and for images", () => {
    for (const shape of [
      [8, 3],
      [8, 3, 2, 2],
    ]) {
      const norm = inDoubles(scaledNorm(splits));
      const input = requireGradient(doubles(3, shape));
      checkGradients([input, norm.weight, norm.bias], () => weighted(norm.forward(input)));
    }
  });
});

test("in evaluation the slices are ignored, running statistics used and left alone", () => {
  const norm = scaledNorm(4).eval();
  copy_(norm.running_mean, tensor([1, 2, 3]));
  copy_(norm.running_var, tensor([4, 1, 0.25]));
  const expected = rowsOf(x).map((row) =>
    row.map((value, c) => ((value - [1, 2, 3][c]!) / Math.sqrt([4, 1, 0.25][c]! + 1e-5)) * scale[c]! + shift[c]!),
  );
  // 7 images cannot be cut into 4 slices, and need not be.
  expectClose(rowsOf(norm.forward(x)).slice(0, 7), expected.slice(0, 7), { atol: 1e-5 });
  expect(norm.forward(normal(randomKey(2), [7, 3])).shape).toEqual([7, 3]);
  expect(norm.running_mean.toNumbers()).toEqual([1, 2, 3]);
  expect(norm.num_batches_tracked.item()).toBe(0);
});

test.each([1, 2])("channels_last is kept with %i slices", (splits) => {
  const images = contiguous(normal(randomKey(2), [4, 3, 5, 5]), { memoryFormat: "channels_last" });
  expect(native().strides(new BatchNorm(3, splits).forward(images).handle)).toEqual([75, 1, 15, 3]);
});

test("a forward leaves no tensors behind but its result, and keeps the buffers' own memory", () => {
  const norm = new BatchNorm(3, 2);
  const { handle } = norm.running_mean;
  norm.forward(x);
  const before = memoryUse().tensors;
  scope(() => norm.forward(x).toNumbers());
  expect(memoryUse().tensors).toBe(before);
  expect(norm.running_mean.handle).toBe(handle);
});
