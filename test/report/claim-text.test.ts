// Oracle: texts written out by hand.
import { expect, test } from "vitest";
import { expectedText, intervalText, meanText, sideText, verdictText } from "../../src/report/claim-text.ts";
import { early, gain } from "./made-claims.ts";

test("sides, means and intervals with their units; differences of per cent in points", () => {
  expect(sideText(gain.sides[0]!, gain)).toBe("MoCHi: 61.20 ± 0.31 % (3)");
  expect(sideText({ label: "a", mean: 1, runs: 1 }, { ...gain, unit: "", digits: 3 })).toBe("a: 1.000 (1)");
  expect(meanText(gain)).toBe("+1.00 points");
  expect(meanText({ ...gain, mean: -3, unit: "epochs" })).toBe("−3.00 epochs");
  // A single side is a level, unless its numbers are differences themselves.
  const level = { ...gain, sides: gain.sides.slice(0, 1) };
  expect([meanText(level), intervalText(level)]).toEqual(["1.00 %", "0.00 to 2.01"]);
  expect(meanText({ ...level, isDifference: true })).toBe("+1.00 points");
  // What rounds to nothing has no minus.
  expect(intervalText(gain)).toBe("+0.00 to +2.01");
});

test("what is not there yet is a dash", () => {
  expect([sideText(early.sides[0]!, early), meanText(early), intervalText(early)]).toEqual(["MoCHi: –", "–", "–"]);
});

test("numbers below nothing have a minus, not a hyphen", () => {
  expect(sideText({ label: "a", mean: -1.599, runs: 2 }, { ...gain, unit: "", digits: 3 })).toBe("a: −1.599 (2)");
  expect(expectedText({ expected: "above", threshold: -1 })).toBe("above −1");
});

test("verdicts", () => {
  expect(verdictText("holds")).toBe("holds");
  expect(verdictText("undecided")).toBe("undecided at this scale");
});
