// Oracle: the committed picture, which was looked at; shares by hand.
import { expect, test } from "vitest";
import { confusionChart, worstConfusions } from "../../../src/report/charts/confusion.ts";
import { drawFigure } from "../../../src/report/charts/render.ts";
import { analyses } from "../made-analyses.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const small = {
  ...analyses().confusion,
  classes: ["cat", "dog", "it's"],
  counts: [
    [1500, 500, 0],
    [100, 300, 0],
    [1, 0, 9],
  ],
};

test("the chart is drawn as committed: counts and per cent of the true class", async () => {
  const svg = await expectCommittedSvg(confusionChart("confusion", small));
  for (const text of ["75 %", "1,500", "25 %", "500", "90 %", "cat", "it's"]) expect(svg).toContain(`>${text}<`);
});

test("of many classes neither numbers nor names are drawn", async () => {
  const classes = Array.from({ length: 40 }, (_, i) => `class-${i}`);
  const counts = classes.map((_, i) => classes.map((__, j) => (i === j ? 9 : j === 0 ? 1 : 0)));
  const figure = confusionChart("many", { ...small, classes, counts });
  const svg = await drawFigure(figure);
  expect(svg).not.toContain("class-1");
  expect(svg).not.toContain("%");
  // The diagonal and the first column, but for their meeting.
  expect(svg.match(/fill-opacity/g)).toHaveLength(79);
});

test("the largest confusions, by their share of the true class", () => {
  expect(worstConfusions(small, 2)).toEqual([
    { truth: "cat", guess: "dog", count: 500, of: 2000, isWrong: true },
    { truth: "dog", guess: "cat", count: 100, of: 400, isWrong: true },
  ]);
  expect(worstConfusions(small, 9)).toHaveLength(3);
});
