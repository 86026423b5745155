// Oracle: what was written into the folders, found again in the section.
import { expect, test } from "vitest";
import { analysesSection, mostClasses } from "../../src/report/analyses-section.ts";
import { Sprites } from "../../src/report/sprites.ts";
import { summarize } from "../../src/report/summary.ts";
import type { Analyses } from "../../src/run/analyses.ts";
import { readRun } from "../../src/run/read.ts";
import { analyses } from "./made-analyses.ts";
import { config, makeRun } from "./made-run.ts";

const made = async (all: Analyses, label = "run", seed = 0, method = "mochi") => ({
  ...summarize(
    await readRun(await makeRun({ analyses: all, config: { method, options: { ...config.options, seed } } })),
  ),
  label,
});
const ids = (text: string) => [...text.matchAll(/<figure id="([^"]*)"/g)].map(([, id]) => id);

test("a single run: everything that was analysed, each sprite embedded once", async () => {
  const sprites = new Sprites();
  const run = await made(analyses());
  const { text } = (await analysesSection([run], sprites))!;
  expect(ids(text)).toEqual(["hardness", "spectrum", "umap-0", "confusion-0", "pca-0", "microscope-0"]);
  expect(sprites.style.match(/data:image\/png/g)).toHaveLength(2);
  expect(text).toContain("Most frequent confusions");
  expect(mostClasses([run])).toBe(10);
});

test("several runs: charts of all, the pictures of each configuration's first seed, named", async () => {
  const all = analyses();
  const runs = [await made(all, "a-seed-0", 0), await made(all, "a-seed-1", 1), await made(all, "b", 0, "moco-v2")];
  const sprites = new Sprites();
  const { text } = (await analysesSection(runs, sprites))!;
  const charts = ["alignment-uniformity", "alignment-top1", "uniformity-top1"];
  expect(ids(text)).toEqual([
    ...["hardness", "spectrum"],
    ...charts.flatMap((name) => [`${name}-encoder`, `${name}-head`]),
    ...[0, 1].flatMap((i) => [`umap-${i}`, `confusion-${i}`, `pca-${i}`, `microscope-${i}`]),
  ]);
  for (const label of ["a-seed-0", "b"]) expect(text).toContain(`UMAP of 60 images: ${label}</h3>`);
  expect(text).not.toContain("images: a-seed-1");
  // Both runs show the same images.
  expect(sprites.style.match(/data:image\/png/g)).toHaveLength(2);
});

test("each analysis alone is shown; none at all is no section", async () => {
  for (const [name, analysis] of Object.entries(analyses())) {
    const section = await analysesSection([await made({ [name]: analysis })], new Sprites());
    expect(section?.text, name).toBeDefined();
    expect(section!.text).not.toMatch(/NaN|undefined/);
  }
  const bare = await made({});
  expect(await analysesSection([bare], new Sprites())).toBeUndefined();
  expect(mostClasses([bare])).toBe(0);
});
