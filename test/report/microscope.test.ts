// Oracle: the made queries, whose false negatives are known.
import { expect, test } from "vitest";
import { microscope } from "../../src/report/microscope.ts";
import { analyses } from "./made-analyses.ts";

const { microscope: made } = analyses();
const sprite = { name: "sprite-0", columns: 10, rows: 4 };

test("every image, class, logit and weight is shown; false negatives are framed and named", () => {
  const { text } = microscope(made, sprite);
  const negatives = made.queries.flatMap(({ real, synthetic }) => [...real, ...synthetic]);
  const images = made.queries.length + negatives.reduce((sum, { cells }) => sum + cells.length, 0);
  expect(text.match(/class="cell sprite-0"/g)).toHaveLength(images);
  expect(text.match(/<li class="false">/g)).toHaveLength(negatives.filter(({ isFalse }) => isFalse).length);
  expect(text.match(/false negative/g)).toHaveLength(negatives.filter(({ isFalse }) => isFalse).length);
  expect(text).toContain("<small>logit 4.61</small><small>p 41.20 %</small>");
  expect(text).toContain("<small>image 700; its positive:</small>");
  expect(text).toContain("<small>1010 + 1011</small><small>0.31 : 0.69</small>");
  expect(text).toContain("<small>0.31 query</small>");
});

test("a key of the query's own image is named so", () => {
  const [query] = made.queries;
  const own = { ...query!.real[0]!, images: [query!.image], isFalse: true };
  const { text } = microscope({ ...made, queries: [{ ...query!, real: [own], synthetic: [] }] }, undefined);
  expect(text).toContain("<em>its own image</em>");
  expect(text).not.toContain("false negative");
});

test("without the sprite, words and numbers are left", () => {
  const { text } = microscope(made, undefined);
  expect(text).not.toContain('class="cell');
  expect(text).toContain("<b>cat</b>");
});

test("weights too small for two decimals keep their power of ten", () => {
  const [query] = made.queries;
  const tiny = { ...query!, positive: { logit: 1, weight: 3e-6 }, real: [], synthetic: [] };
  const { text } = microscope({ ...made, queries: [tiny] }, undefined);
  expect(text).toContain("p 3e-4 %");
  expect(text).not.toContain("synthetic negatives");
});
