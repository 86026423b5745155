// Oracle: places of marks worked out by hand from the size of the plot.
import { expect, test } from "vitest";
import { drawPointMap, MOST_VECTOR_POINTS, type PointMap } from "../../../src/report/charts/point-map.ts";

const map: PointMap = {
  title: "made",
  xTitle: "across (m)",
  yTitle: "up (m)",
  x: [0, 10, 5],
  y: [0, 10, 5],
  classes: [0, 1, 1],
  names: ["a<b", "c"],
  width: 212,
  height: 106,
  isEqual: false,
};

test("few points are vectors in their order, with the class as their class, inside axes with titles", async () => {
  const svg = await drawPointMap(map);
  // A margin of 3 per cent to either side: 10 m are 200 of 212 pixels across and 100 of 106 up.
  expect([...svg.matchAll(/<circle class="(k\d)" cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, ...place]) => place)).toEqual([
    ["k0", "6.0", "103.0"],
    ["k1", "206.0", "3.0"],
    ["k1", "106.0", "53.0"],
  ]);
  for (const title of ["across (m)", "up (m)", "a&#60;b", "c"]) expect(svg).toContain(`>${title}</text>`);
  expect(svg).not.toContain("#010203");
});

test("with equal units the narrower stretch is drawn in the middle", async () => {
  const svg = await drawPointMap({ ...map, isEqual: true });
  // 10 m are 100 pixels both ways, about the middle at 106 and 53.
  expect(svg).toContain('cx="56.0" cy="103.0"');
  expect(svg).toContain('cx="156.0" cy="3.0"');
});

test("more points than a page bears are one picture under the same axes", async () => {
  const count = MOST_VECTOR_POINTS + 1;
  const values = Array.from({ length: count }, (_, i) => Math.sin(i));
  const svg = await drawPointMap({ ...map, x: values, y: values, classes: values.map((_, i) => i % 2) });
  expect(svg).not.toContain("<circle");
  expect(svg.match(/<image width="212" height="106" href="data:image\/png;base64,/g)).toHaveLength(1);
  expect(svg).toContain(">across (m)</text>");
});

test("names that would lie over one another are moved apart; a single point has a place", async () => {
  const svg = await drawPointMap({ ...map, x: [1, 1], y: [1, 1], classes: [0, 1] });
  const heights = [...svg.matchAll(/<text class="t\d" x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights[1]! - heights[0]!).toBeGreaterThanOrEqual(14);
  expect(svg).not.toContain("NaN");
});
