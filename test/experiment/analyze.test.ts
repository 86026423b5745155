// Oracle: the folder's contract, brute force over the made images, and the same run before and after.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { extractFeatures, inEvaluationMode } from "../../src/evaluate/features.ts";
import { writeMap } from "../../src/experiment/analyses/map.ts";
import { chooseAnalyses } from "../../src/experiment/analyses/names.ts";
import { analyze, analyzeRun } from "../../src/experiment/analyze.ts";
import { openRun } from "../../src/experiment/open-run.ts";
import { pretrain } from "../../src/experiment/pretrain.ts";
import { methods } from "../../src/methods/index.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";
import { writeReport } from "../../src/report/index.ts";
import { readRun } from "../../src/run/read.ts";
import { normal, randomKey } from "../../src/tensor/index.ts";
import { dot, rowsOf, unit } from "../analyze/matrix.ts";
import { madeJpeg } from "../data/made-jpeg.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { makeCifar, recordingUi, tinyConfig } from "./made-run.ts";

const values = { only: undefined, queries: 40, images: [], data: undefined, threads: 0 };

async function trained(flags: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const out = join(folder, "run");
  const data = `cifar10:${makeCifar(folder)}`;
  await pretrain(tinyConfig(data, out, { "--linear": "true", "--analyze-every": "5", ...flags }), recordingUi());
  return out;
}

test("every analysis of a MoCHi run lands in its folder, and nothing of the run changes", async () => {
  const out = await trained();
  const before = readFileSync(join(out, "checkpoints/last.json"), "utf8");
  const ui = recordingUi();
  await analyze(out, values, ui);
  expect(readFileSync(join(out, "checkpoints/last.json"), "utf8")).toBe(before);
  expect(ui.lines.at(-1)).toBe(`report: ${join(out, "report.html")}`);

  const run = await readRun(out);
  expect(run.damage).toEqual([]);
  expect(Object.keys(run.analyses).sort()).toEqual(
    [
      "hardness",
      "proxy-task",
      "false-negatives",
      "microscope",
      "alignment-uniformity",
      "spectrum",
      "confusion",
      "map",
    ].sort(),
  );
  for (const [name, analysis] of Object.entries(run.analyses))
    expect(analysis).toMatchObject({ name, command: `mochi analyze ${out} --only ${name}`, step: 10, epoch: 2 });
  // 32 keys and the batch's 16, of which a query's own is none; three batches of 16 are the first to have 40 queries.
  const { hardness, confusion, map, microscope } = run.analyses as Required<typeof run.analyses>;
  expect([hardness.queries, hardness.negatives, hardness.probability.length]).toEqual([48, 48, 47]);
  expect(hardness.syntheticProbability).toHaveLength(9);
  expect(confusion.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
  expect(confusion.top1).toBeCloseTo(run.evaluations.knn!.top1, 8);
  expect([map.pca.x.length, map.umap.x.length, map.umap.neighbours[0]!.length]).toEqual([20, 20, 5]);
  expect(await sharp(Buffer.from(run.sprites.map!)).metadata()).toMatchObject({ width: 20 * 8, height: 8 });
  expect(microscope.queries).toHaveLength(6);

  // Looks during training: steps 5 and 10.
  expect(run.contrasts.map(({ step }) => step)).toEqual([5, 10]);
  expect(run.contrasts[1]!.falseBase).toBeGreaterThan(0);
});

test("alignment and uniformity are those of all pairs", async () => {
  const out = await trained();
  await analyzeRun(out, chooseAnalyses("alignment-uniformity"), recordingUi());
  const run = await openRun(out, recordingUi());
  const { test: images } = run.data;
  const features = await inEvaluationMode(run.modules, () =>
    extractFeatures(images!, run.encode, { size: run.options.imageSize, view: run.views.testing }),
  );
  const rows = rowsOf(features).map(unit);
  const [same, all]: [number[], number[]] = [[], []];
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < i; j++) {
      const squared = 2 - 2 * dot(rows[i]!, rows[j]!);
      all.push(Math.exp(-2 * squared));
      if (images!.labels![i] === images!.labels![j]) same.push(squared);
    }
  const mean = (numbers: number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const { analyses, evaluations } = await readRun(out);
  const found = analyses["alignment-uniformity"]!;
  expect(found.encoder.alignment).toBeCloseTo(mean(same), 4);
  expect(found.encoder.uniformity).toBeCloseTo(Math.log(mean(all)), 4);
  expect(found.head!.uniformity).toBeLessThan(0);
  expect(found.linearTop1).toBe(evaluations.linear!.top1);
  expect(Object.keys(analyses)).toEqual(["alignment-uniformity"]);
});

// Methods with negatives of every kind, and with none.
test.each([
  ["moco-v2", true],
  ["mochi-oracle", true],
  ["simclr", true],
  ["instdis", true],
  ["pirl", true],
  ["unmix", true],
  ["cmc", true],
  ["cpc", true],
  ["byol", false],
  ["supervised", false],
] as const)("%s is analyzed as far as it can be", async (method, hasNegatives) => {
  const folder = temporaryFolder();
  const out = join(folder, "run");
  const flags = {
    "--data": `cifar10:${makeCifar(folder)}`,
    "--out": out,
    "--method": method,
    "--arch": "resnet10",
    "--width": "2",
    "--image-size": "24",
    "--batch-size": "16",
    "--epochs": "1.2",
    "--precision": "fp32",
    "--knn-every": "0",
    "--linear": false,
  };
  await pretrain(resolvePretrain({ flags, methods }).config, recordingUi());
  const ui = recordingUi();
  await analyzeRun(out, chooseAnalyses("hardness,false-negatives,alignment-uniformity,spectrum"), ui, { queries: 16 });
  const { analyses } = await readRun(out);
  const names = ["alignment-uniformity", "spectrum", ...(hasNegatives ? ["false-negatives", "hardness"] : [])];
  expect(Object.keys(analyses).sort()).toEqual(names.sort());
  expect(
    ui.lines.includes(`hardness, false-negatives skipped: ${method} has no queries with one positive and negatives`),
  ).toBe(!hasNegatives);
  expect(await writeReport([out])).toBe(join(out, "report.html"));
  // Those that the oracle discards are counted too.
  if (method === "mochi-oracle") expect(analyses["false-negatives"]!.falseTop.mean).toBeGreaterThan(0);
});

test("few test images have a map of fewer neighbours, and too few have none", async () => {
  const out = await trained();
  const run = await openRun(out, recordingUi());
  const { test: images } = run.data;
  const first = (count: number) => ({
    images: images!,
    indices: Int32Array.from({ length: count }, (_, id) => id),
    features: normal(randomKey(1), [count, 4]),
  });
  const header = { command: "", step: 0, epoch: 0, note: "" };
  const ui = recordingUi();
  await writeMap(run, first(3), header, ui);
  expect(ui.lines).toEqual(["map skipped: 3 images are too few for one"]);
  await writeMap(run, first(5), header, ui);
  const { map } = (await readRun(out)).analyses;
  expect([map!.umap.x.length, map!.umap.neighbours[0]!.length]).toEqual([5, 3]);
});

test("images without labels are analyzed without what needs them", async () => {
  const folder = temporaryFolder();
  const photos = join(folder, "photos");
  mkdirSync(photos);
  for (let i = 0; i < 48; i++)
    writeFileSync(join(photos, `${i}.jpg`), await madeJpeg({ width: 12, height: 10, seed: i }));
  const out = join(folder, "run");
  await pretrain(tinyConfig(photos, out), recordingUi());
  const ui = recordingUi();
  await analyzeRun(out, chooseAnalyses(undefined), ui, { queries: 16 });
  const { analyses } = await readRun(out);
  expect(analyses["alignment-uniformity"]!.encoder).toEqual({ uniformity: expect.any(Number) });
  expect(await writeReport([out])).toBe(join(out, "report.html"));
  expect(Object.keys(analyses).sort()).toEqual([
    "alignment-uniformity",
    "hardness",
    "map",
    "microscope",
    "proxy-task",
    "spectrum",
  ]);
  for (const name of ["alignment", "confusion", "false-negatives"])
    expect(ui.lines).toContain(`${name} skipped: the images have no labels`);
});

test("the microscope shows the images that are asked for", async () => {
  const out = await trained();
  const only = "microscope";
  await analyze(out, { ...values, only, images: [41, 7] }, recordingUi());
  const { microscope } = (await readRun(out)).analyses;
  expect(microscope!.command).toBe(`mochi analyze ${out} --only microscope --images 41,7`);
  expect(microscope!.queries.map(({ image }) => image)).toEqual([41, 7]);
  for (const image of [80, 1.5])
    await expect(analyze(out, { ...values, only, images: [image] }, recordingUi())).rejects.toThrow(
      `no training image has the number ${image}`,
    );
});

test("an analysis that is misspelt is refused", () => {
  expect(() => chooseAnalyses("hardnes")).toThrow('no analysis is called "hardnes"; did you mean "hardness"?');
  expect(chooseAnalyses("map, spectrum")).toEqual(["map", "spectrum"]);
});
