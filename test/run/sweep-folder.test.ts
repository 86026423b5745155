// Oracle: what was written.
import { expect, test } from "vitest";
import { readSweep, type SweepResults, writeSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

test("results are read as they were written; a folder without them has none", () => {
  const folder = temporaryFolder();
  expect(readSweep(folder)).toBeUndefined();
  const results: SweepResults = {
    name: "s",
    command: "mochi sweep s.ts",
    cells: [
      { name: "a", values: { lr: 1 }, runs: [{ seed: 0, folder: "a-seed-0", status: "waiting", top1: {} }], top1: {} },
    ],
  };
  writeSweep(folder, results);
  expect(readSweep(folder)).toEqual(results);
});
