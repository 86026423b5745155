// Keyed randomness: every draw is a pure function of (seed, purpose, epoch, step, image id, …); nothing has a state.
import { native } from "./native.ts";
import { indicesOf, type Shape, Tensor } from "./tensor.ts";

/**
 * A counter-based random key. Keys are derived, never advanced: the same path of `fold`s gives the same draws, whatever
 * else was drawn before, on however many workers, resumed or not.
 */
export interface Key {
  readonly high: number;
  readonly low: number;
  /** A key for a part of the work: a purpose (text), an epoch, a step, an image id. */
  fold(part: number | string): Key;
  /** 64 bits to seed a torch generator with. */
  seed(): bigint;
  /** One draw from U(0, 1). */
  uniform(): number;
}

/** The root key of a run. */
export function randomKey(seed: number): Key {
  return makeKey(mix(seed >>> 0, 0x9e3779b9), mix(Math.floor(seed / 2 ** 32) >>> 0, seed ^ 0x85ebca6b));
}

/**
 * Draws from U(0, 1), one row per id: `[ids, columns]`, row-major.
 * Row and column decide a draw, not its place in the batch.
 */
export function uniformRows(key: Key, ids: ArrayLike<number>, columns: number): Float32Array {
  const draws = new Float32Array(ids.length * columns);
  for (let row = 0; row < ids.length; row++) {
    const high = mix(key.high, ids[row]!);
    const low = mix(key.low ^ high, ids[row]!);
    for (let column = 0; column < columns; column++) {
      // 24 bits: what float32 holds below 1 without rounding up to it.
      draws[row * columns + column] = (mix(high + column, low) >>> 8) / 2 ** 24;
    }
  }
  return draws;
}

/** The draws of {@link uniformRows} for rows 0 … rows − 1 as a tensor: those that native kernels draw for themselves. */
export function uniformMatrix(key: Key, rows: number, columns: number): Tensor {
  const id = native().operatorId("mochi::uniform_rows");
  return new Tensor(native().call(id, key.high, key.low, rows, columns) as number);
}

/** A tensor of U(0, 1) draws. */
export function uniform(key: Key, shape: Shape): Tensor {
  return new Tensor(native().call(native().operatorId("aten::rand.generator"), shape, key.seed(), "float32") as number);
}

/** A tensor of standard normal draws. */
export function normal(key: Key, shape: Shape): Tensor {
  return new Tensor(
    native().call(native().operatorId("aten::randn.generator"), shape, key.seed(), "float32") as number,
  );
}

/** A tensor of integers drawn uniformly from 0 … below - 1, int64. */
export function integers(key: Key, below: number, shape: Shape): Tensor {
  const id = native().operatorId("aten::randint.low_generator");
  return new Tensor(native().call(id, 0, below, shape, key.seed(), "int64") as number);
}

/** A permutation of 0 … count - 1 (Fisher–Yates over keyed draws). */
export function permutation(key: Key, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const draw = (mix(key.high + last, key.low) * 2 ** 20 + (mix(key.low + last, key.high) >>> 12)) / 2 ** 52;
    const chosen = Math.floor(draw * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}

/** The same permutation as an index tensor `[count]`, int64. */
export function permutationTensor(key: Key, count: number): Tensor {
  return indicesOf(permutation(key, count));
}

function makeKey(high: number, low: number): Key {
  return {
    high,
    low,
    fold(part) {
      const value = typeof part === "string" ? hashText(part) : part >>> 0;
      const above = typeof part === "string" ? part.length : Math.floor(part / 2 ** 32) >>> 0;
      const folded = mix(high ^ above, value);
      return makeKey(folded, mix(low ^ folded, value + 0x9e3779b9));
    },
    seed: () => (BigInt(high) << 32n) | BigInt(low),
    uniform: () => mix(high, low ^ 0xc2b2ae35) / 2 ** 32,
  };
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = mix(hash, text.charCodeAt(index));
  return hash;
}

// Two rounds of the 32-bit finaliser "lowbias32" (Chris Wellons' hash-prospector, bias 0.17), the second word folded in between.
function mix(a: number, b: number): number {
  return finalise((finalise(a >>> 0) + Math.imul(b, 0x9e3779b1)) >>> 0);
}

function finalise(value: number): number {
  value ^= value >>> 16;
  value = Math.imul(value, 0x7feb352d);
  value ^= value >>> 15;
  value = Math.imul(value, 0x846ca68b);
  value ^= value >>> 16;
  return value >>> 0;
}
