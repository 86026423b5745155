// Decoder threads that live as long as the process and share the work on every batch between them.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { MochiError } from "../errors.ts";
import type { DecodedPart, DecodedRow, DecodeJob, ImageLocation, Wanted } from "./decode-job.ts";

/** An image with its pixels, or its bytes where it is encoded, or why there is none. */
export type DecodedImage = (Exclude<DecodedRow, { reason: string }> & { pixels: Uint8Array }) | { reason: string };

// Few enough that decoders finish a batch together, enough that files are read while others are decoded.
const IMAGES_AT_ONCE = 8;

interface PendingJob {
  rows: DecodedImage[];
  missing: number;
  resolve: (rows: DecodedImage[]) => void;
  reject: (error: Error) => void;
}

export class DecodePool {
  readonly #count: number;
  #workers: Worker[] = [];
  #nextId = 0;
  readonly #pending = new Map<number, PendingJob>();

  /** @param count decoder threads, started with the first job */
  constructor(count: number) {
    this.#count = count;
  }

  /** What becomes of each image, in their order; the same for any number of threads. Jobs are done in turn. */
  decode(images: readonly ImageLocation[], wanted: Wanted): Promise<DecodedImage[]> {
    if (images.length === 0) return Promise.resolve([]);
    this.#start();
    const id = this.#nextId++;
    const taken = new Int32Array(new SharedArrayBuffer(4));
    const atOnce = Math.max(1, Math.min(IMAGES_AT_ONCE, Math.ceil(images.length / this.#count)));
    const job: DecodeJob = { id, images, wanted, taken, atOnce };
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { rows: Array(images.length), missing: images.length, resolve, reject });
      for (const worker of this.#workers) {
        worker.ref();
        worker.postMessage(job);
      }
    });
  }

  /** Ends the threads; a job after that starts new ones. */
  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    if (this.#workers.length > 0) return;
    this.#workers = Array.from({ length: this.#count }, () => {
      const worker = startWorker();
      worker.on("message", (part: DecodedPart) => this.#receive(part));
      worker.on("error", (error) => this.#fail(error));
      return worker;
    });
  }

  #receive({ id, start, pixels, rows }: DecodedPart): void {
    const job = this.#pending.get(id);
    if (!job) return;
    rows.forEach((row, i) => {
      if ("reason" in row) job.rows[start + i] = row;
      else {
        const length = row.length ?? row.height * row.width * 3;
        job.rows[start + i] = { ...row, pixels: pixels.subarray(row.offset, row.offset + length) };
      }
    });
    job.missing -= rows.length;
    if (job.missing > 0) return;
    this.#pending.delete(id);
    // Idle threads do not keep the process alive.
    if (this.#pending.size === 0) for (const worker of this.#workers) worker.unref();
    job.resolve(job.rows);
  }

  #fail(cause: Error): void {
    const error = new MochiError({
      code: "decoder-failed",
      message: `a decoder thread ended: ${cause.message.split("\n")[0]}`,
      remedy: "`npx mochi doctor` says whether the native part loads",
      cause,
    });
    for (const job of this.#pending.values()) job.reject(error);
    this.#pending.clear();
    void this.close();
  }
}

let shared: DecodePool | undefined;

/** The pool of the process: a thread for each core, or as many as `--threads` asks for. */
export function sharedDecodePool(): DecodePool {
  shared ??= new DecodePool(Number(process.env.OMP_NUM_THREADS) || availableParallelism());
  return shared;
}

function startWorker(): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const file = new URL(`./decode-worker.${isSource ? "ts" : "js"}`, import.meta.url);
  // Run from source, as tests and benchmarks are, a thread needs a loader of TypeScript of its own.
  const worker = isSource
    ? new Worker(`require("jiti").createJiti(${JSON.stringify(file.href)}).import(${JSON.stringify(file.href)})`, {
        eval: true,
      })
    : new Worker(file);
  worker.unref();
  return worker;
}
