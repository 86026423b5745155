// Oracle: which results may be continued, written out by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resumeResults, writeResults } from "../../../src/experiment/bench/results.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { madeResults } from "./made-results.ts";

test("an unfinished run of the same machine and options is continued", () => {
  const file = join(temporaryFolder(), "bench.json");
  const fresh = { ...madeResults(), cases: [], startedAt: "2026-02-02T00:00:00.000Z" };
  expect(resumeResults(file, fresh)).toBe(fresh);

  writeResults(file, madeResults());
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(madeResults());
  expect(resumeResults(file, fresh)).toEqual(madeResults());
  const quick = { ...fresh, options: { ...fresh.options, quick: true } };
  expect(resumeResults(file, quick)).toBe(quick);
  const elsewhere = { ...fresh, machine: { ...fresh.machine, threads: 1 } };
  expect(resumeResults(file, elsewhere)).toBe(elsewhere);

  writeResults(file, { ...madeResults(), finishedAt: "2026-01-01T01:00:00.000Z" });
  expect(resumeResults(file, fresh)).toBe(fresh);
  writeFileSync(file, '{"machine":');
  expect(resumeResults(file, fresh)).toBe(fresh);
});
