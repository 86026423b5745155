// Comparison of numbers within a tolerance, which reports the largest difference, where it is, and both values.
import { type NestedNumbers, Tensor } from "../src/tensor/index.ts";

export interface Tolerance {
  /** Absolute tolerance. */
  atol?: number;
  /** Tolerance relative to the expected value. */
  rtol?: number;
}

/**
 * Passes where |actual − expected| ≤ atol + rtol |expected| for every element; equal infinities and NaNs are equal.
 * Both are flattened in row-major order; their shapes must agree.
 */
export function expectClose(
  actual: Tensor | NestedNumbers,
  expected: Tensor | NestedNumbers,
  { atol = 0, rtol = 0 }: Tolerance,
): void {
  const [got, wanted] = [flat(actual), flat(expected)];
  const [gotShape, wantedShape] = [shapeOf(actual), shapeOf(expected)];
  if (gotShape.join() !== wantedShape.join())
    throw new Error(`expectClose: the shape is [${gotShape.join(", ")}], expected [${wantedShape.join(", ")}]`);

  let worst = { index: -1, difference: -1 };
  let outside = 0;
  for (const [index, value] of wanted.entries()) {
    if (Object.is(got[index], value) || got[index] === value) continue;
    const distance = Math.abs(got[index]! - value);
    const difference = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
    const isOutside = !(difference <= atol + rtol * Math.abs(value)) || !Number.isFinite(difference);
    if (!isOutside) continue;
    outside++;
    if (difference > worst.difference) worst = { index, difference };
  }
  if (outside === 0) return;
  throw new Error(
    `expectClose: ${outside} of ${wanted.length} differ; the largest difference ${worst.difference} is at ` +
      `[${place(worst.index, wantedShape).join(", ")}]: got ${got[worst.index]}, expected ${wanted[worst.index]} ` +
      `(atol ${atol}, rtol ${rtol})`,
  );
}

function flat(values: Tensor | NestedNumbers): number[] {
  if (values instanceof Tensor) return values.toNumbers();
  return typeof values === "number" ? [values] : values.flatMap(flat);
}

function shapeOf(values: Tensor | NestedNumbers): readonly number[] {
  if (values instanceof Tensor) return values.shape;
  if (typeof values === "number") return [];
  return [values.length, ...(values.length > 0 ? shapeOf(values[0]!) : [])];
}

function place(index: number, shape: readonly number[]): number[] {
  const indices: number[] = [];
  for (const length of shape.toReversed()) {
    indices.unshift(index % length);
    index = Math.floor(index / length);
  }
  return indices;
}
