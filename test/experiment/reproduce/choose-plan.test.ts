// Oracle: seconds added up run by run, apart from the code; the order seeds, width, epochs; the least hours tried out.
import { expect, test } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import { type Choice, type Costs, choosePlan, seedsOf, widths } from "../../../src/experiment/reproduce/choose-plan.ts";
import { curvePoints, grid, type Kind, kinds } from "../../../src/experiment/reproduce/grid.ts";

const images = 50_000;
const at = (rate: number): Costs => ({
  imagesPerSecond: Object.fromEntries(kinds.map((kind, place) => [kind, rate * (1 - 0.05 * place)])) as Record<
    Kind,
    number
  >,
  evaluationSeconds: 20,
  monitorSeconds: 1,
});
// About two Zen or Xeon cores; "moco" is the second kind.
const costs = new Map<number, Costs>([
  [32, at(1900)],
  [16, at(3700)],
  [8, at(4900)],
]);

function secondsOf({ seeds, width, epochs }: Choice): number {
  let total = 0;
  for (const cell of grid)
    for (let seed = 0; seed < seedsOf(cell, seeds); seed++) {
      const { imagesPerSecond, evaluationSeconds, monitorSeconds } = costs.get(width)!;
      total += (epochs * cell.length * images) / imagesPerSecond[cell.kind] + evaluationSeconds;
      total += curvePoints * monitorSeconds;
    }
  return total;
}

test.each([0.8, 1, 1.5, 2, 3, 5, 8, 24])("%s hours hold the plan, of which nine tenths are used", (hours) => {
  const choice = choosePlan(hours, images, costs);
  const seconds = secondsOf(choice);
  expect(seconds).toBeLessThanOrEqual(0.9 * hours * 3600);
  // A hundredth of an epoch of some hundred runs is what rounding leaves.
  expect(seconds).toBeGreaterThan(0.9 * hours * 3600 - 40);
  expect(choice.trainingHours + choice.evaluationHours).toBeCloseTo(seconds / 3600, 6);
  expect(choice.seeds.main).toBeGreaterThanOrEqual(3);
  expect(choice.seeds.others).toBeGreaterThanOrEqual(2);
  expect(choosePlan(hours, images, costs)).toEqual(choice);
});

test("three hours on two cores: eight and four seeds of runs above 90 s, at the middle width", () => {
  const choice = choosePlan(3, images, costs);
  expect(choice).toMatchObject({ seeds: { main: 8, others: 4 }, width: 16, runs: 72 });
  const baseline = (choice.epochs * images) / costs.get(16)!.imagesPerSecond.moco;
  expect(baseline).toBeGreaterThanOrEqual(90);
  expect(choice.epochs).toBeGreaterThanOrEqual(6);
  expect(choice.reasons[1]).toBe(
    "8 seeds of MoCo-v2 and the main MoCHi, 4 of the others: the most at which a MoCo-v2 run trains for at least 90 s and 6 epochs",
  );
  expect(choice.reasons[2]).toBe("width 16: with 32 channels there would not be time for 6 epochs");
});

test("more hours give more seeds first, then wider encoders", () => {
  const choices = [1, 2, 3, 5, 8, 24].map((hours) => choosePlan(hours, images, costs));
  const rises = (values: readonly number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]!);
  expect(rises(choices.map(({ seeds }) => seeds.main))).toBe(true);
  expect(choices.at(-1)).toMatchObject({ seeds: { main: 10, others: 5 }, width: 32 });
});

test("too few hours are refused with the least, which is enough", () => {
  const refused = (hours: number) => {
    try {
      choosePlan(hours, images, costs);
      return undefined;
    } catch (error) {
      return error as UsageError;
    }
  };
  const error = refused(0.05)!;
  expect(error).toBeInstanceOf(UsageError);
  expect(error.code).toBe("hours-too-few");
  const least = Number(/take ([\d.]+) on this machine/.exec(error.message)![1]);
  expect(error.remedy).toBe(`use --hours ${least} or more`);
  expect(choosePlan(least, images, costs)).toMatchObject({ seeds: { main: 3, others: 2 }, width: 8 });
  expect(refused(least - 0.02)).toBeInstanceOf(UsageError);
});

test("costs are asked for at every width", () => {
  expect([...widths]).toEqual([...costs.keys()]);
});
