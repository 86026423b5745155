// Oracle: the made map, read back from the figure.
import { expect, test } from "vitest";
import { pcaFigure, umapFigure } from "../../src/report/map-figure.ts";
import { analyses } from "./made-analyses.ts";

const { map } = analyses({ images: 12, testImages: 30 });
const sprite = { name: "sprite-0", columns: 10, rows: 2 };
const options = { name: "umap-0", title: (part: string) => `${part}: run`, sprite };

test("UMAP: a mark per image, and what the script needs to show images and neighbours", async () => {
  const { text } = (await umapFigure(map, options))!;
  expect(text).toContain(`<figure id="umap-0"><h3>UMAP of 12 images: run</h3>`);
  expect(text.match(/<circle class="k/g)).toHaveLength(12);
  expect(text.match(/<button type="button" class="chip"/g)).toHaveLength(map.classes.length);
  const data = JSON.parse(text.match(/<script type="application\/json">(.*?)<\/script>/s)![1]!);
  const { classes, ids, neighbours } = map.umap;
  expect(data).toEqual({ names: map.classes, classes, ids, neighbours, sprite });
});

test("a class's name cannot end the script", async () => {
  const evil = { ...map, classes: ["</script><b>", ...map.classes.slice(1)] };
  const { text } = (await umapFigure(evil, { ...options, sprite: undefined }))!;
  expect(text.match(/<\/script>/g)).toHaveLength(1);
  expect(text).not.toContain("<b>");
});

test("PCA: every test image, with the variance on the axes", async () => {
  const { text } = (await pcaFigure(map, { ...options, name: "pca-0" }))!;
  expect(text.match(/<circle class="k/g)).toHaveLength(30);
  expect(text).toContain("principal component 1 (21.3 % of the variance)");
  expect(text).toContain("principal component 2 (12.7 % of the variance)");
});

test("an empty map is none", async () => {
  const empty = { x: [], y: [], classes: [] };
  expect(await umapFigure({ ...map, umap: { ...empty, ids: [], neighbours: [] } }, options)).toBeUndefined();
  expect(await pcaFigure({ ...map, pca: { ...empty, varianceShare: [0, 0] } }, options)).toBeUndefined();
});
