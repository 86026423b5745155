// Oracle: means, medians and deviations worked out by hand.
import { expect, test } from "vitest";
import { comparisonLine, configurations, resultLine, scoreOfGroup, summarize } from "../../src/report/summary.ts";
import { readRun } from "../../src/run/read.ts";
import { config, knn, linear, type MadeRun, makeRun } from "./made-run.ts";

const summary = async (changes?: MadeRun) => summarize(await readRun(await makeRun(changes)));

test("a finished run", async () => {
  const { knn, linear, imagesPerSecond, mixedShare, trainSeconds, isFinished } = await summary();
  expect({ imagesPerSecond, mixedShare, trainSeconds, isFinished }).toEqual({
    imagesPerSecond: 701,
    mixedShare: 90 / 120,
    trainSeconds: 592,
    isFinished: true,
  });
  expect(knn).toEqual({ mean: { top1: 57.125, top5: 93.2 }, std: undefined, repetitions: 1, monitoredAt: undefined });
  expect(linear).toMatchObject({ mean: { top1: 63.9 }, std: { top1: 0.127 }, repetitions: 2 });
});

test("an unfinished run shows its last monitor and the share of the steps done", async () => {
  const state = { status: "interrupted", step: 60, mixedSteps: 30, epoch: 3.004 } as const;
  const unfinished = await summary({ state, evaluations: {} });
  expect(unfinished.mixedShare).toBe(0.5);
  expect(unfinished.knn).toMatchObject({ mean: { top1: 65 }, monitoredAt: 6 });
  expect(resultLine(unfinished).replaceAll("\u00a0", " ")).toBe(
    "kNN top-1 65.00 % (monitor) after 3 epochs, 9 min 52 s of training.",
  );
});

test("the result in one line", async () => {
  expect(resultLine(await summary()).replaceAll("\u00a0", " ")).toBe(
    "kNN top-1 57.13 % and linear top-1 63.90 ± 0.13 % after 6 epochs, 9 min 52 s of training.",
  );
  expect(resultLine(await summary({ evaluations: {}, metrics: undefined, state: undefined }))).toBe(
    "Not evaluated yet.",
  );
});

test("runs that differ in their seed alone form a group", async () => {
  const seeded = (seed: number, top1: number, lr = 0.06) =>
    summary({
      config: { options: { ...config.options, seed, lr, out: `runs/seed-${seed}` } },
      evaluations: { knn: { ...knn, mean: { top1, top5: 90 } }, linear },
    });
  const summaries = [await seeded(0, 56), await seeded(1, 57), await seeded(2, 58), await seeded(0, 40, 0.03)];
  const groups = configurations(summaries);
  expect(groups).toEqual([summaries.slice(0, 3), summaries.slice(3)]);
  expect(scoreOfGroup(groups[0]!, "knn")).toMatchObject({ mean: { top1: 57, top5: 90 }, std: { top1: 1, top5: 0 } });
  expect(comparisonLine(summaries)).toBe("kNN top-1 from 40.00 to 58.00 %, linear top-1 from 63.90 to 63.90 %.");
});

test("a group in which one member was not evaluated has no score", async () => {
  expect(scoreOfGroup([await summary(), await summary({ evaluations: { knn } })], "linear")).toBeUndefined();
});
