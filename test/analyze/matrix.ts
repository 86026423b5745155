// Matrices as nested lists, for slow loops beside the tensors.
import { normal, randomKey, type Tensor } from "../../src/tensor/index.ts";

export const rowsOf = (matrix: Tensor): number[][] => {
  const [values, width] = [matrix.toNumbers(), matrix.length(1)];
  return Array.from({ length: matrix.length(0) }, (_, row) => values.slice(row * width, (row + 1) * width));
};

export const points = (seed: number, count: number, width: number) => normal(randomKey(seed), [count, width]);

export const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

export const unit = (row: readonly number[]) => row.map((value) => value / Math.sqrt(dot(row, row)));
