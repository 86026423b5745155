// Oracle: the table of made results, as it was looked at.
import { expect, test } from "vitest";
import { derivedLines, machineLines, resultTable, sideLine, sideLines } from "../../../src/experiment/bench/table.ts";
import { madeCase, madeResults } from "./made-results.ts";

test("machine, settings and a row for each form of the peer", () => {
  const results = madeResults();
  expect([...machineLines(results.machine), ...resultTable(results)].join("\n")).toMatchInlineSnapshot(`
    "Mochi 0.1.0 (0123456), Node v20.0.0; 2 cores of Made Processor; 2 threads
    on all sides: OMP_NUM_THREADS=2 GOMP_SPINCOUNT=30000
    | case                        | unit        | Mochi (min–max)     | MiB | PyTorch   | (min–max)         | MiB | ratio (min–max)    | reference                         |
    |-----------------------------|-------------|---------------------|-----|-----------|-------------------|-----|--------------------|-----------------------------------|
    | train-step/moco-v2/w16/bf16 | images/s    | 1,280 (1,240–1,320) | 600 | customary | 640 (630–650)     | 600 | 2 (1.9–2.1) ×      | 600, time −6 %: counts            |
    |                             |             |                     |     | best      | 1,000 (990–1,010) | 600 | 1.28 (1.18–1.38) × | 1,300, time +30 %: DOES NOT COUNT |
    | mixing/K16384               | ms          | 8 (7–9)             | 600 |           |                   |     |                    |                                   |
    | mixing/K4096                | ms          | 100 (95–105)        | 600 |           |                   |     |                    |                                   |
    | operator-call/add           | µs per core | 1.23 (1.13–1.33)    | 600 | customary | 2 (-8–12)         | 600 | 1.6 (1.5–1.7) ×    | not compared                      |
    | start-up/help               | ms          | 300 (280–320)       |     |           |                   |     |                    |                                   |"
  `);
});

test("without peers there are no columns for them", () => {
  expect(resultTable({ cases: [madeCase("knn")] })).toEqual([
    "| case | unit | Mochi (min–max) | MiB |",
    "|------|------|-----------------|-----|",
    "| knn  | ms   | 100 (95–105)    | 600 |",
  ]);
});

test("mixing is a share of the MoCo-v2 step with the same queue", () => {
  // 256 images at 1,280 a second are 200 ms.
  expect(derivedLines(madeResults())).toEqual(["mixing/K16384 is 4.0 % of train-step/moco-v2/w16/bf16 (8 of 200 ms)"]);
});

test("a side says what it loaded, and all sides do so once", () => {
  expect(sideLines(madeResults())).toEqual([
    "Mochi: libtorch 1.13.0, 2 threads, libgomp.so.1.0.0",
    "PyTorch: libtorch 1.13.0, 2 threads, libgomp.so.1.0.0",
  ]);
  expect(sideLine("Mochi", { libtorch: "1.13.0", threads: 1, libraries: ["libopenblas.so.0"] })).toBe(
    "Mochi: libtorch 1.13.0, 1 thread, libopenblas.so.0",
  );
});
