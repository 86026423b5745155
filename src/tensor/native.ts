// The native addon: its interface, loaded at the first tensor and not before.
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { MochiError } from "../errors.ts";

export type TypedArray = Float32Array | Float64Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

export interface BuildInfo {
  version: string;
  path: string;
  threads: number;
  hasCuda: boolean;
  parallel: string;
  configuration: string;
}

/** What `native/` exports. Tensors are integer handles, operators interned ids. */
export interface NativeAddon {
  operatorId(name: string): number;
  operatorSchema(name: string): string;
  call(operator: number, ...args: unknown[]): unknown;
  setThreads(threads: number): void;
  buildInfo(): BuildInfo;
  scopeBegin(): void;
  scopeEnd(kept?: number[]): void;
  keep(handle: number): void;
  dispose(handle: number): void;
  memoryUse(): { tensors: number; bytes: number; scopes: number };
  shape(handle: number): number[];
  strides(handle: number): number[];
  dtype(handle: number): string;
  device(handle: number): string;
  item(handle: number): number | boolean;
  fromTypedArray(values: TypedArray, shape: readonly number[]): number;
  toTypedArray(handle: number): TypedArray;
  setGradEnabled(enabled: boolean): boolean;
  setRequiresGrad(handle: number, required: boolean): void;
  requiresGrad(handle: number): boolean;
  backward(loss: number): void;
  gradient(handle: number): number | undefined;
  clearGradient(handle: number): void;
  gradientsOf(output: number, inputs: number[]): (number | undefined)[];
  setAutocast(device: string, enabled: boolean): boolean;
  /** Operators called from this thread run on it alone. */
  confineThread(): void;
  /** `[height, width, components, orientation]`, as stored. Absent, with the next, where libjpeg-turbo was not found. */
  jpegHeader?(file: Uint8Array): [number, number, number, number];
  /** Writes a region `[denominator, top, left, height, width]`, in pixels of the upright image at 1/denominator. */
  jpegDecode?(file: Uint8Array, region: readonly number[], output: Uint8Array, offset: number): void;
}

/** Where set-up puts the addon. */
export const addonPath = fileURLToPath(new URL("../../build/Release/mochi.node", import.meta.url));

let loaded: NativeAddon | undefined;

/**
 * The addon, loaded on first use with one thread per core (`OMP_NUM_THREADS` where set), in worker threads with one.
 * @throws MochiError `addon-missing` where it was not built, or libtorch is not found.
 */
export function native(): NativeAddon {
  loaded ??= load();
  return loaded;
}

function load(): NativeAddon {
  try {
    const addon = createRequire(import.meta.url)(addonPath) as NativeAddon;
    // libtorch's number of threads is one for the whole process: a worker may not change it.
    if (isMainThread) addon.setThreads(Number(process.env.OMP_NUM_THREADS) || availableParallelism());
    else addon.confineThread();
    return addon;
  } catch (cause) {
    throw new MochiError({
      code: "addon-missing",
      message: `the native addon does not load: ${cause instanceof Error ? cause.message.split("\n")[0] : cause}`,
      where: addonPath,
      remedy: "run `npx mochi setup`; `npx mochi doctor` says what is missing",
      cause,
    });
  }
}

/** One `--threads` for libtorch's operators; the process-wide pools are sized before start by `bin/mochi.cjs`. */
export function setThreads(threads: number): void {
  native().setThreads(threads);
}

/** Version, path and build options of the libtorch that is loaded. */
export function buildInfo(): BuildInfo {
  return native().buildInfo();
}
