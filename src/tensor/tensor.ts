// Tensor: a handle to native memory with shape and dtype; parameters and buffers of modules are tensors too.
import { debugRequested, InternalError } from "../errors.ts";
import { native, type TypedArray } from "./native.ts";
import { beginPhase, endPhase } from "./profile.ts";

export type DType =
  | "float32"
  | "float64"
  | "bfloat16"
  | "float16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "bool";
export type MemoryFormat = "contiguous_format" | "channels_last" | "preserve_format";
export type Shape = readonly number[];

const finalization = new FinalizationRegistry<number>((handle) => native().dispose(handle));
const origins = debugRequested() ? new Map<number, string>() : undefined;
let openScopes = 0;

/**
 * A libtorch tensor. Freed when the {@link scope} that made it ends; outside scopes by `dispose()`, or at last by the
 * garbage collector.
 */
export class Tensor {
  /** Native handle; never reused, so a stale one is always noticed. */
  readonly handle: number;
  #shape: Shape | undefined;

  constructor(handle: number) {
    this.handle = handle;
    if (openScopes === 0) finalization.register(this, handle, this);
    if (origins) rememberOrigin(handle);
  }

  get shape(): Shape {
    this.#shape ??= native().shape(this.handle);
    return this.#shape;
  }

  get dtype(): DType {
    return native().dtype(this.handle) as DType;
  }

  get device(): string {
    return native().device(this.handle);
  }

  get requiresGrad(): boolean {
    return native().requiresGrad(this.handle);
  }

  /** Number of elements. */
  get size(): number {
    return this.shape.reduce((product, length) => product * length, 1);
  }

  /** Length of one axis; negative axes count from the end. */
  length(axis: number): number {
    const length = this.shape.at(axis);
    if (length === undefined) throw new InternalError(`tensor ${format(this.shape)} has no axis ${axis}`);
    return length;
  }

  /** The value of a tensor with one element. Waits for the device. */
  item(): number {
    return native().item(this.handle);
  }

  /** A copy in row-major order; bfloat16 arrives as float32, bool as bytes. */
  toTypedArray(): TypedArray {
    return native().toTypedArray(this.handle);
  }

  /** A copy as plain numbers, row-major. */
  toNumbers(): number[] {
    return Array.from(this.toTypedArray() as Float32Array, Number);
  }

  /** Frees the memory now. */
  dispose(): void {
    finalization.unregister(this);
    native().dispose(this.handle);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `${this.dtype} ${format(this.shape)}`;
  }
}

/** A tensor that an optimiser moves. */
export class Parameter extends Tensor {}

/** State that is saved but not trained: running statistics, the queue. */
export class Buffer extends Tensor {}

/** `[256, 128]`, as shapes are written in messages. */
export function format(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Copies a typed array into a tensor of the dtype that fits it. */
export function fromTypedArray(values: TypedArray, shape: Shape): Tensor {
  return new Tensor(native().fromTypedArray(values, shape));
}

/** A float32 tensor from nested or flat numbers; the shape of flat numbers is `[n]` unless given. */
export function tensor(values: NestedNumbers, shape?: Shape): Tensor {
  const flat: number[] = [];
  const found: number[] = [];
  flatten(values, 0, found, flat);
  return fromTypedArray(Float32Array.from(flat), shape ?? found);
}

export type NestedNumbers = number | readonly NestedNumbers[];

function flatten(values: NestedNumbers, axis: number, shape: number[], flat: number[]): void {
  if (typeof values === "number") {
    flat.push(values);
    return;
  }
  shape[axis] ??= values.length;
  if (shape[axis] !== values.length) throw new InternalError("tensor(): the nested arrays are ragged");
  for (const value of values) flatten(value, axis + 1, shape, flat);
}

/**
 * Runs `body` and frees every tensor it made, except those in its result (arrays and plain objects are searched).
 * Frees them on a throw too. Scopes nest; they are synchronous.
 * @param phase what a profile shows its time under
 * @example const top = scope(() => topk(matmul(query, t(keys)), 5).values);
 */
export function scope<Result>(body: () => Result, phase?: string): Result {
  const addon = native();
  const open = beginPhase(phase);
  addon.scopeBegin();
  openScopes++;
  const survivors: Tensor[] = [];
  try {
    const result = body();
    if (result instanceof Promise) throw new InternalError("scope() got an async function; scopes are synchronous");
    collectTensors(result, survivors);
    return result;
  } finally {
    openScopes--;
    if (survivors.length === 0) addon.scopeEnd();
    else addon.scopeEnd(survivors.map((survivor) => survivor.handle));
    endPhase(open);
    if (openScopes === 0) for (const survivor of survivors) finalization.register(survivor, survivor.handle, survivor);
  }
}

/** Takes a tensor out of every scope: it lives until `dispose()` or until it is garbage. */
export function keep<T extends Tensor>(kept: T): T {
  native().keep(kept.handle);
  finalization.unregister(kept);
  finalization.register(kept, kept.handle, kept);
  return kept;
}

/** The same tensor as another class; `source` gives up its ownership and must not be used again. */
export function retype<T extends Tensor>(Type: new (handle: number) => T, source: Tensor): T {
  finalization.unregister(source);
  return new Type(source.handle);
}

/** Whole numbers (ids, classes, rows) as an index tensor `[n]`, int64. */
export function indicesOf(numbers: ArrayLike<number>): Tensor {
  return fromTypedArray(
    BigInt64Array.from({ length: numbers.length }, (_, i) => BigInt(numbers[i]!)),
    [numbers.length],
  );
}

/** Live tensors and their bytes, for tests of memory and for `doctor`. */
export function memoryUse(): { tensors: number; bytes: number; scopes: number } {
  return native().memoryUse();
}

/** Where a tensor was made; known under `DEBUG=mochi` only. */
export function originOf(handle: number): string | undefined {
  return origins?.get(handle);
}

function collectTensors(value: unknown, found: Tensor[]): void {
  if (value instanceof Tensor) found.push(value);
  else if (Array.isArray(value)) for (const element of value) collectTensors(element, found);
  else if (value instanceof Map) for (const element of value.values()) collectTensors(element, found);
  else if (isPlainObject(value)) for (const element of Object.values(value)) collectTensors(element, found);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function rememberOrigin(handle: number): void {
  const line = new Error().stack?.split("\n").find((text, index) => index > 1 && !text.includes("/tensor/"));
  if (line) origins?.set(handle, line.trim());
}
