// Oracle: the parts that a figure must have, and linear growth worked by hand.
import { expect, test } from "vitest";
import { drawPlot, linearGrowth } from "../../benchmarks/plots.ts";

const curve = {
  name: "Mochi",
  points: [
    { x: 64, y: 1 },
    { x: 256, y: 3 },
    { x: 1024, y: 16 },
  ],
};

test("linear growth runs through the last point", () => {
  expect(linearGrowth(curve)).toEqual({
    name: "linear growth",
    points: [
      { x: 64, y: 1 },
      { x: 256, y: 4 },
      { x: 1024, y: 16 },
    ],
  });
});

test("a plot names its axes, curves and sizes, and stands on white", async () => {
  const svg = await drawPlot({
    name: "time-hardest",
    title: "MoCHi loss: time against N",
    xTitle: "N",
    yTitle: "loss and gradient (ms)",
    curves: [curve, linearGrowth(curve)],
  });
  expect(svg).toMatch(/^<svg style="background:#fff;color:#222"/);
  for (const word of [">N<", "loss and gradient (ms)", ">Mochi<", ">linear growth<", ">64<", ">1,024<"])
    expect(svg).toContain(word);
  // Two lines of three points each.
  expect(svg.match(/<path[^>]*d="M[-\d.,]+L[-\d.,]+L[-\d.,]+"/g)).toHaveLength(2);
});
