// Oracle: windows written out by hand for a few changes, and counts of all pitches.
import { expect, test } from "vitest";
import { FRAMES_PER_ITEM, frameWindows } from "../../src/data/frame-windows.ts";

test("windows are five frames at equal distances, near and far", () => {
  expect(frameWindows([1, 1, 1, 1])).toEqual([[0, 1, 2, 3, 4]]);
  const windows = frameWindows(Array(12).fill(1));
  // 13 frames: starts 0 … 8 at distance 1, 0 … 4 at 2, 0 at 3.
  expect(windows).toHaveLength(9 + 5 + 1);
  expect(windows).toContainEqual([0, 3, 6, 9, 12]);
  for (const frames of windows) {
    expect(frames).toHaveLength(FRAMES_PER_ITEM);
    expect(frames).toEqual(frames.toSorted((a, b) => a - b));
    expect(new Set(frames.slice(1).map((frame, i) => frame - frames[i]!)).size).toBe(1);
  }
});

test("the stiller half is left out", () => {
  // Windows by their motion: (0 … 4) 1, (1 … 5) 1.25, (2 … 6) 1.5, (3 … 7) 1.75.
  expect(frameWindows([1, 1, 1, 1, 2, 2, 2])).toEqual([
    [2, 3, 4, 5, 6],
    [3, 4, 5, 6, 7],
  ]);
});

test("no window crosses a scene cut", () => {
  const windows = frameWindows([1, 1, 1, 1, 30, 1, 1, 1, 1]);
  expect(windows).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9],
  ]);
});

test("none is longer than 60 frames, and too few frames have none", () => {
  const spans = frameWindows(Array(99).fill(1)).map((frames) => frames[4]! - frames[0]!);
  expect(Math.max(...spans)).toBe(56);
  expect(frameWindows([1, 1, 1])).toEqual([]);
});
