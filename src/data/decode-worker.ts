// A decoder thread: takes parts of the jobs it is sent until none is left, and sends back what it made.
import { parentPort } from "node:worker_threads";
import type { DecodedPart, DecodeJob } from "./decode-job.ts";
import { decodePart } from "./decode-part.ts";

const port = parentPort!;
let before: Promise<void> = Promise.resolve();

port.on("message", (job: DecodeJob) => {
  before = before.then(() => work(job));
});

async function work({ id, images, wanted, taken, atOnce }: DecodeJob): Promise<void> {
  for (;;) {
    const start = Atomics.add(taken, 0, atOnce);
    if (start >= images.length) return;
    const { pixels, rows } = await decodePart(images, [start, Math.min(start + atOnce, images.length)], wanted);
    const part: DecodedPart = { id, start, pixels, rows };
    port.postMessage(part, [pixels.buffer as ArrayBuffer]);
  }
}
