// Oracle: the numbers that were written into the run folder.
import { expect, test } from "vitest";
import type { Html } from "../../src/report/html.ts";
import { summarize } from "../../src/report/summary.ts";
import { configurationTable, environmentTable, evaluationsTable, resultsTable } from "../../src/report/tables.ts";
import { readRun } from "../../src/run/read.ts";
import { config, type MadeRun, makeRun } from "./made-run.ts";

const summary = async (changes?: MadeRun) => ({ ...summarize(await readRun(await makeRun(changes))), label: "made" });

/** The text of each cell, row by row, without the heading. */
function cells({ text }: Html): string[][] {
  const rows = text.split("<tbody>")[1]!.match(/<tr.*?<\/tr>/gs) ?? [];
  const plain = (cell: string) => cell.replace(/<[^>]*>/g, "").trim();
  return rows.map((row) => [...row.matchAll(/<(?:th|td)[^>]*>(.*?)<\/(?:th|td)>/gs)].map((match) => plain(match[1]!)));
}

test("results: per cent with two decimals, deviations where something was repeated", async () => {
  expect(cells(resultsTable([await summary()]))).toEqual([
    ["made", "57.13", "93.20", "63.90 ± 0.13", "96.40 ± 0.14", "9 min 52 s", "701", "75.00"],
  ]);
});

test("results of an unfinished run: the monitor is named as the source, the rest is left open", async () => {
  const unfinished = await summary({ evaluations: {}, state: { status: "running", step: 100 } });
  expect(cells(resultsTable([unfinished]))).toEqual([
    ["made", "65.00monitor, epoch 6", "–", "–", "–", "9 min 52 s", "701", "90.00"],
  ]);
});

test("results of two seeds: a last row with their mean", async () => {
  const other = await summary({ config: { options: { ...config.options, seed: 1 } } });
  const rows = cells(resultsTable([await summary(), other]));
  expect(rows).toHaveLength(3);
  expect(rows[2]).toEqual([
    ...["made (2 seeds): mean", "57.13 ± 0.00", "93.20 ± 0.00", "63.90 ± 0.00", "96.40 ± 0.00"],
    ...["9 min 52 s", "701", "75.00"],
  ]);
});

test("of many runs there are the means and the runs without any, and all of them unfolded", async () => {
  const made = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => summary({ config: { options: { ...config.options, seed } } }));
  const single = { ...(await summary({ config: { options: { ...config.options, lr: 0.12 } } })), label: "single" };
  const { text } = resultsTable([...(await Promise.all(made)), single]);
  const [means, runs] = text.split("<details><summary>All 9 runs</summary>");
  const first = (part: string) => cells({ text: part } as Html).map(([name]) => name);
  expect(first(means!)).toEqual(["made (8 seeds): mean", "single"]);
  expect(first(runs!)).toEqual([...Array(8).fill("made"), "single"]);
  expect(resultsTable(Array(9).fill(single)).text).not.toContain("<details>");
});

test("evaluations: every repeat, the settings, the time, the command", async () => {
  expect(cells(evaluationsTable([await summary()])!)).toEqual([
    ["kNN", "57.13", "neighbours 200, temperature 0.07", "8.2 s", "mochi knn runs/made"],
    ["Linear", "63.81, 63.99", "recipe cached, epochs 60", "21 s", "mochi linear runs/made --runs 2"],
  ]);
  expect(evaluationsTable([await summary({ evaluations: {} })])).toBeUndefined();
});

test("configuration: every option with its value and source", async () => {
  expect(cells(configurationTable([await summary()]))).toEqual([
    ["data", "cifar10", "preset"],
    ["seed", "0", "flag"],
    ["epochs", "6", "derived"],
    ["lr", "0.06", "default"],
    ["milestones", "–", "default"],
    ["nesterov", "true", "preset"],
    ["cropScale", "0.3", "–"],
  ]);
});

test("configuration of two runs: what differs comes first", async () => {
  const other = await summary({ config: { options: { ...config.options, lr: 0.12 } } });
  const rows = cells(configurationTable([await summary(), other]));
  expect(rows[0]).toEqual(["lr", "0.06 default", "0.12 default"]);
  expect(rows[1]).toEqual(["data", "cifar10 preset", "cifar10 preset"]);
});

test("of many runs there is a configuration a row, with the options that differ", async () => {
  const runs = [...Array(9).keys()].map(async (seed) => {
    const [method, lr] = seed < 5 ? ["mochi", 0.06] : ["moco-v2", 0.12];
    const made = await summary({ config: { method, options: { ...config.options, method, lr, seed } } });
    return { ...made, label: `${method}-seed-${seed}` };
  });
  const made = configurationTable(await Promise.all(runs));
  const head = [...made.text.matchAll(/<button type="button">(.*?)<\/button>/g)].map(([, title]) => title);
  expect(head).toEqual(["Configuration", "method", "lr"]);
  expect(cells(made)).toEqual([
    ["mochi (5 seeds)", "mochi", "0.06"],
    ["moco-v2 (4 seeds)", "moco-v2", "0.12"],
  ]);
});

test("environment: what was recorded, or that it was not", async () => {
  const rows = Object.fromEntries(cells(environmentTable([await summary()])));
  expect(rows).toMatchObject({
    Commit: "0123456789ab",
    Processor: "Made Processor 3000",
    "Threads used": "2",
    Memory: "16 GiB",
    Precision: "bf16the processor has avx512_bf16",
    Started: "2026-03-01 14:05 UTC",
  });
  const bare = Object.fromEntries(cells(environmentTable([await summary({ environment: undefined })])));
  expect(bare).toMatchObject({ Mochi: "0.1.0", Processor: "–" });
});
