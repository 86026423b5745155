// Oracle: positions and counts worked out by hand for a grid of 2 × 3 cells.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agreement, imageGrid } from "../../src/report/image-grid.ts";
import { makeRun, neighbours } from "./made-run.ts";

const options = { name: "test", gapBefore: (column: number) => column === 1, isQueryFirst: true };
const picture = async () => readFileSync(join(await makeRun(), "pictures/neighbours.png"));

test("each cell is cut from one embedded picture, labelled, and marked by agreement with its query", async () => {
  const png = await picture();
  const { text } = imageGrid({ png, grid: neighbours }, options);
  expect(text).toContain(
    `<image id="picture-test" width="24" height="16" href="data:image/png;base64,${png.toString("base64")}"`,
  );
  expect(text.match(/<image /g)).toHaveLength(1);
  expect([...text.matchAll(/viewBox="(\d+ \d+ 8 8)"/g)].map((match) => match[1])).toEqual([
    "0 0 8 8",
    "8 0 8 8",
    "16 0 8 8",
    "0 8 8 8",
    "8 8 8 8",
    "16 8 8 8",
  ]);
  // 64 a cell, 16 before the first neighbour, 4 before the others.
  expect([...text.matchAll(/translate\((\d+) 0\)/g)].map((match) => match[1])).toEqual(["0", "80", "148"]);
  expect(text.match(/<rect class="same"/g)).toHaveLength(3);
  expect(text.match(/<rect class="other"/g)).toHaveLength(1);
  expect(text).toContain(">dog<");
});

test("a picture whose sidecar is missing or does not fit is shown as it is", async () => {
  const png = await picture();
  for (const grid of [undefined, { ...neighbours, cell: 9 }, { ...neighbours, rows: 3 }]) {
    expect(imageGrid({ png, grid }, options).text).toMatch(/^<img class="plain-grid" src="data:image\/png;base64,/);
  }
});

test("agreement counts the neighbours of the query's class", () => {
  expect(agreement(neighbours)).toEqual({ same: 3, of: 4 });
  expect(agreement({ ...neighbours, classes: undefined as never })).toBeUndefined();
});
