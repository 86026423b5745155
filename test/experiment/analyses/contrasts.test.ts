// Oracle: the ids that the queue of the checkpoint holds.
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookAtBatches } from "../../../src/experiment/analyses/contrasts.ts";
import { openRun } from "../../../src/experiment/open-run.ts";
import { pretrain } from "../../../src/experiment/pretrain.ts";
import { Queue } from "../../../src/methods/queue.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { makeCifar, recordingUi, tinyConfig } from "../made-run.ts";

// 80 images, in batches of 16.
async function looked(
  queueSize: number,
  flags: Record<string, string> = {},
  choice: { queries: number; first?: number[] } = { queries: 80 },
) {
  const folder = temporaryFolder();
  const out = join(folder, "run");
  const data = `cifar10:${makeCifar(folder)}`;
  const tiny = { "--queue-size": `${queueSize}`, "--knn-every": "0", ...flags };
  await pretrain(tinyConfig(data, out, tiny), recordingUi());
  const run = await openRun(out, recordingUi());
  const batches: number[][] = [];
  const seen = await lookAtBatches(run, { step: 10, epoch: 2 }, choice, ({ queryIds }) => {
    batches.push(Array.from(queryIds!));
  });
  const queue = Object.values(run.modules).find((module) => module instanceof Queue)!;
  return { ...seen, batches, queued: new Set(queue.ids.toNumbers()) };
}

test("queries are images without a key in the queue", async () => {
  const { count, areFresh, batches, queued } = await looked(32);
  expect([count, areFresh, queued.size]).toEqual([48, true, 32]);
  const drawn = batches.flat();
  expect(new Set(drawn).size).toBe(48);
  expect(drawn.filter((id) => queued.has(id))).toEqual([]);
});

test("are all images where fewer than a batch have none", async () => {
  const { count, areFresh, queued } = await looked(80);
  expect([count, areFresh, queued.size]).toEqual([80, false, 80]);
});

test("the images asked for come first, all of them, in a queue or not", async () => {
  const first = [...Array(18).keys()];
  const { batches } = await looked(32, {}, { queries: 1, first });
  expect(batches.map(({ length }) => length)).toEqual([16, 16]);
  expect(batches.flat().slice(0, 18)).toEqual(first);
  expect(new Set(batches.flat()).size).toBe(32);
});

test("come as many at once as a step of the method sees in training", async () => {
  const { batches } = await looked(32, { "--accumulate": "2" });
  expect(batches.map((ids) => ids.length)).toEqual(Array(6).fill(8));
});
