// Oracle: rows written by hand.
import { expect, test } from "vitest";
import { claimsTable } from "../../scripts/docs/claims-table.ts";
import { claims, early, gain } from "../report/made-claims.ts";

test("a claim has the numbers that decide it, and its verdict; a comparison without runs says so", () => {
  const claim = { name: "gain", statement: "Gains", measure: "top-1", verdict: "undecided", reason: "" } as const;
  const deciding = { ...early, decides: true, statement: "at twice the epochs" };
  const table = claimsTable({ ...claims, claims: [{ ...claim, comparisons: [gain, early, deciding] }] });
  expect(table.split("\n").slice(2)).toEqual([
    "| Gains | MoCHi lies above MoCo-v2: +1.00 points (+0.00 to +2.01; 3)<br>at twice the epochs: no runs yet | undecided at this scale |",
    "",
    "From 6 of 72 planned runs.",
  ]);
});
