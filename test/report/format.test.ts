// Oracle: numbers formatted by hand.
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  count,
  duration,
  epochCount,
  folderName,
  moment,
  optionValue,
  percent,
  percentWithSpread,
} from "../../src/report/format.ts";

test.each([
  [percent(57.1), "57.10"],
  [percent(100), "100.00"],
  [percent(undefined), "–"],
  [percent(Number.NaN), "–"],
  [percentWithSpread(63.9, 0.127), "63.90 ± 0.13"],
  [percentWithSpread(63.9, undefined), "63.90"],
  [count(12_345.6), "12,346"],
  [count(undefined), "–"],
  [duration(8.24), "8.2 s"],
  [duration(59.7), "1 min 0 s"],
  [duration(592), "9 min 52 s"],
  [duration(3599.6), "1 h 0 min"],
  [duration(11_100), "3 h 5 min"],
  [duration(undefined), "–"],
  [epochCount(14.666_67), "14.67"],
  [epochCount(10), "10"],
  [moment("2026-03-01T14:05:12Z"), "2026-03-01 14:05 UTC"],
  [moment("yesterday"), "yesterday"],
  [moment(undefined), "–"],
  [optionValue(0), "0"],
  [optionValue(false), "false"],
  [optionValue([]), "–"],
  [optionValue([120, 160]), "120, 160"],
  [optionValue({ k: 200, recipe: "cached" }), "k 200, recipe cached"],
  [optionValue([{ size: 16, share: 0.5 }]), "size 16, share 0.5"],
  [optionValue(""), "–"],
])("%s", (actual, expected) => expect(actual).toBe(expected));

test("a run folder is named as one would type it from here", () => {
  expect(folderName(join(process.cwd(), "runs/made"))).toBe("runs/made");
  expect(folderName("runs/made/")).toBe("runs/made");
  expect(folderName("/elsewhere/run")).toBe("/elsewhere/run");
});
