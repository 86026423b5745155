// Oracle: what was written.
import { expect, test } from "vitest";
import { type ClaimResults, readClaims, writeClaims } from "../../src/run/claims-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

test("claims are read as they were written; a folder without them has none", () => {
  const folder = temporaryFolder();
  expect(readClaims(folder)).toBeUndefined();
  const results: ClaimResults = {
    ...{ command: "mochi reproduce", finishedRuns: 1, plannedRuns: 2, differsFromPlan: false },
    claims: [{ name: "a", statement: "A", measure: "m", comparisons: [], verdict: "undecided", reason: "r" }],
  };
  writeClaims(folder, results);
  expect(readClaims(folder)).toEqual(results);
});
