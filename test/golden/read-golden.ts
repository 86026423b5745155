// Reads reference cases and turns their arrays, nested or base64 float32, into tensors.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromTypedArray, type NestedNumbers, type Tensor, tensor } from "../../src/tensor/index.ts";

export interface PackedArray {
  b64f32: string;
  shape: number[];
}
export type GoldenArray = NestedNumbers | PackedArray;

export interface GoldenCase {
  kind: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own fields, which its test knows.
  [field: string]: any;
}

/** The cases of every golden*.json in `folder`. */
export function readGolden(folder: string): GoldenCase[] {
  const files = readdirSync(folder).filter((name) => name.startsWith("golden") && name.endsWith(".json"));
  if (files.length === 0) throw new Error(`MOCHI_GOLDEN is ${folder}, where no golden*.json lies`);
  return files.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).cases as GoldenCase[]);
}

/** A float32 tensor. */
export function floats(values: GoldenArray): Tensor {
  if (typeof values !== "object" || !("b64f32" in values)) return tensor(values);
  const bytes = Buffer.from(values.b64f32, "base64");
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return fromTypedArray(numbers, values.shape);
}

/** An expectation as it stands, in float64 where it is not packed. */
export function expectation(values: GoldenArray): Tensor | NestedNumbers {
  return typeof values === "object" && "b64f32" in values ? floats(values) : values;
}

/** An int64 tensor `[n]` or `[n, m]`; rows may be empty. */
export function indices(values: readonly number[] | readonly (readonly number[])[]): Tensor {
  const shape = Array.isArray(values[0]) ? [values.length, values[0].length] : [values.length];
  return fromTypedArray(BigInt64Array.from(values.flat() as number[], BigInt), shape);
}
