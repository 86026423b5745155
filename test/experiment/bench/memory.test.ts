// Oracle: memory that the test takes and gives back.
import { expect, test } from "vitest";
import { peakMemory } from "../../../src/experiment/bench/memory.ts";

test("the peak rises with what is held, and stays when it is freed", () => {
  const before = peakMemory();
  let held: Buffer | undefined = Buffer.alloc(before + 50_000_000, 1);
  const after = peakMemory();
  expect(after - before).toBeGreaterThan(40_000_000);
  expect(held.at(-1)).toBe(1);
  held = undefined;
  expect(peakMemory()).toBeGreaterThanOrEqual(after);
});
