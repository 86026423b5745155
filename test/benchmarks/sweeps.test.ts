// Oracle: exponents of powers, and cases written out by hand.
import { expect, test } from "vitest";
import { growth, sweepCase, sweeps } from "../../benchmarks/sweeps.ts";

test("growth is the exponent at the end of a curve", () => {
  const points = [1, 2, 4, 8].map((value) => ({ value }));
  const power = (exponent: number) => growth(points, (index) => 3 * points[index]!.value ** exponent);
  expect(power(1)).toBeCloseTo(1, 10);
  expect(power(2)).toBeCloseTo(2, 10);
  expect(growth(points, (index) => [1, 1, 1, 4][index]!)).toBeCloseTo(2, 10);
});

test("a sweep varies one setting and leaves the others", () => {
  const [queue, hardest] = sweeps;
  expect(sweepCase(queue!, 4096)).toMatchObject({ name: "cost/K4096", settings: { queueSize: 4096, hardest: 1024 } });
  expect(sweepCase(hardest!, 64)).toMatchObject({ name: "cost/N64", settings: { queueSize: 16_384, hardest: 64 } });
  for (const { values } of sweeps) expect(values).toEqual([...values].sort((a, b) => a - b));
});
