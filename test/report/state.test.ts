// Oracle: the sentences a reader should find.
import { expect, test } from "vitest";
import { collapseNotice, missingNotice, skippedNotice, stateNotice } from "../../src/report/state.ts";
import { summarize } from "../../src/report/summary.ts";
import { readRun } from "../../src/run/read.ts";
import { analyses } from "./made-analyses.ts";
import { type MadeRun, makeRun } from "./made-run.ts";

const text = (markup: { text: string } | undefined) => markup?.text.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
const read = async (changes?: MadeRun) => readRun(await makeRun(changes));

test.each([
  [
    "interrupted",
    "it was interrupted at step 60 of 120 (epoch 3, 2026-03-01 14:16 UTC). Go on with mochi pretrain --resume",
  ],
  ["running", "it was still training at step 60 of 120"],
  ["failed", "it failed at step 60 of 120"],
] as const)("a run whose status is %s is said to be unfinished", async (status, sentence) => {
  const run = await read({ state: { status, step: 60, epoch: 3 } });
  expect(text(stateNotice(summarize(run)))).toContain(`This run is not finished: ${sentence}`);
});

test("a finished, complete run needs no notice; one without state says so", async () => {
  const run = await read({ analyses: analyses() });
  expect(stateNotice(summarize(run))).toBeUndefined();
  expect(missingNotice(run)).toBeUndefined();
  const unknown = await read({ state: undefined });
  expect(text(stateNotice(summarize(unknown)))).toContain("whether it was finished is not known");
});

test("what is missing is listed with the command that adds it", async () => {
  const run = await read({ evaluations: {}, pictures: {}, metrics: undefined, environment: undefined });
  const notice = text(missingNotice(run))!;
  expect(text(missingNotice(run, { hasPictures: false }))).not.toContain("pictures/");
  for (const part of [
    `mochi linear ${run.path} adds it`,
    `mochi knn ${run.path} adds it`,
    `mochi analyze ${run.path} adds them`,
    "no pictures/views.png",
    "no pictures/neighbours.png",
    "metrics.jsonl has no steps yet",
    "no readable environment.json",
    "--knn-every 0",
  ]) {
    expect(notice).toContain(part);
  }
});

test("collapsed features are a notice, also where they recovered", async () => {
  const spread = (epoch: number, effectiveRank: number, collapsed: number) =>
    ({ kind: "evaluation", name: "collapse", step: epoch, epoch, effectiveRank, deviation: 0.5, collapsed }) as const;
  const of = (...spreads: ReturnType<typeof spread>[]) => text(collapseNotice({ spreads }));
  expect(of()).toBeUndefined();
  expect(of(spread(1, 30, 0), spread(2, 20, 0))).toBeUndefined();
  expect(of(spread(1, 30, 0), spread(2, 1.3, 1))).toContain(
    "The features are collapsed: effective rank 1.3, mean deviation 0.500/√d after epoch 2.",
  );
  expect(of(spread(1, 2, 1), spread(2, 20, 0))).toContain(
    "The features were collapsed for a while: effective rank 2.0, mean deviation 0.500/√d after epoch 1; at last effective rank 20.0",
  );
});

test("images passed over are counted, the first with its reason", async () => {
  expect(skippedNotice(await read())).toBeUndefined();
  const [first, second] = ["a", "b"].map((name) => ({ path: `photos/${name}.jpg`, reason: "cut short" }));
  const one = await read({ skipped: [first!] });
  expect(text(skippedNotice(one))).toBe(
    `Images passed over: 1. It is photos/a.jpg (cut short), as ${one.path}/skipped.json says.`,
  );
  const two = await read({ skipped: [first!, second!] });
  expect(text(skippedNotice(two))).toBe(
    `Images passed over: 2. The first is photos/a.jpg (cut short); ${two.path}/skipped.json lists all.`,
  );
});
