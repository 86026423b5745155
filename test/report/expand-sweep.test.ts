// Oracle: folders written out by hand.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expandSweeps } from "../../src/report/expand-sweep.ts";
import { type SweepRun, writeSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

test("a sweep stands for its finished runs in order; run folders and unknown ones for themselves", () => {
  const [sweep, run] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(run, "config.json"), "{}");
  const made = (folder: string, status: SweepRun["status"]): SweepRun => ({ seed: 0, folder, status, top1: {} });
  const cell = (name: string, runs: SweepRun[]) => ({ name, values: {}, runs, top1: {} });
  const cells = [
    cell("b", [made("b-0", "finished"), made("b-1", "failed")]),
    cell("a", [made("a-0", "finished"), made("a-1", "waiting")]),
  ];
  writeSweep(sweep, { name: "s", command: "", cells });
  expect(expandSweeps([run, sweep, "/nowhere"])).toEqual([run, join(sweep, "b-0"), join(sweep, "a-0"), "/nowhere"]);
});
