// Points for the tests of `functional`: seeded unit rows, and tensors as nested numbers for slow loops.
import { normalize } from "../../src/functional/index.ts";
import { type DType, fromTypedArray, normal, randomKey, type Tensor, to } from "../../src/tensor/index.ts";

/** `[count, size]` unit rows, the same for the same seed. */
export function unitRows(seed: number, count: number, size: number, dtype: DType = "float32"): Tensor {
  return normalize(to(normal(randomKey(seed), [count, size]), dtype));
}

/** A matrix as rows of numbers. */
export function rowsOf(matrix: Tensor): number[][] {
  const [count, size] = matrix.shape as [number, number];
  const flat = matrix.toNumbers();
  return Array.from({ length: count }, (_, row) => flat.slice(row * size, (row + 1) * size));
}

/** A float64 matrix. */
export function doubles(rows: readonly (readonly number[])[]): Tensor {
  return fromTypedArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);
}

/** An int64 matrix, or vector. */
export function integersOf(values: readonly number[] | readonly (readonly number[])[]): Tensor {
  const shape = Array.isArray(values[0]) ? [values.length, values[0].length] : [values.length];
  return fromTypedArray(BigInt64Array.from(values.flat() as number[], BigInt), shape);
}

/** A bool matrix. */
export function booleans(rows: readonly (readonly boolean[])[]): Tensor {
  return to(fromTypedArray(Uint8Array.from(rows.flat(), Number), [rows.length, rows[0]!.length]), "bool");
}
