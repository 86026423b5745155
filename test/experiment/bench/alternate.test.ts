// Oracle: the order and the number of repetitions, worked by hand for made sides and a made clock.
import { expect, test } from "vitest";
import { alternate, type Side } from "../../../src/experiment/bench/alternate.ts";

/** Sides that note their turns and answer with the next of their times; each turn takes a second of the clock. */
function madeSides(times: Record<string, number[]>) {
  const turns: string[] = [];
  const sides = Object.entries(times).map(([name, answers]): Side => {
    const left = [...answers];
    return {
      name,
      once: async () => {
        turns.push(name);
        return left.shift() ?? 0;
      },
    };
  });
  return { sides, turns, now: () => turns.length };
}

test("each round asks every side once, beginning with the next one; warm-up is not counted", async () => {
  const { sides, turns } = madeSides({ a: [9, 1, 2], b: [9, 3, 4], c: [9, 5, 6] });
  const times = await alternate(sides, { warmup: 1, least: 2, most: 2, seconds: 0 });
  expect(turns.join("")).toBe("abcbcacab");
  expect(Object.fromEntries(times)).toEqual({ a: [1, 2], b: [3, 4], c: [5, 6] });
});

test("above the least number a round begins only within the seconds of the counted ones", async () => {
  const rounds = async (limits: { least: number; most: number; seconds: number }) => {
    const { sides, now } = madeSides({ a: [], b: [] });
    return (await alternate(sides, { warmup: 3, ...limits }, now)).get("a")!.length;
  };
  // Rounds of two seconds.
  expect(await rounds({ least: 5, most: 21, seconds: 1 })).toBe(5);
  expect(await rounds({ least: 5, most: 21, seconds: 14 })).toBe(7);
  expect(await rounds({ least: 5, most: 21, seconds: 100 })).toBe(21);
});
