// Analyses with known numbers, for the tests of the report: ten classes, a sprite of grey cells.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { type Analyses, LOOK_RANKS, type ShownNegative } from "../../src/run/analyses.ts";

const header = { command: "mochi analyze runs/made", step: 120, epoch: 6, note: "all of them; exact" };
const classes = ["plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const images = 40;
const circle = Array.from({ length: images }, (_, i) => (2 * Math.PI * i) / images);
const labels = circle.map((_, i) => i % classes.length);
const sprite = { columns: 8, cell: 4 };
const estimate = (mean: number) => ({ mean, standardError: mean / 100 });

const negative = (cell: number, more: Partial<ShownNegative> = {}): ShownNegative => ({
  cells: [cell],
  classes: [classes[cell % 10]!],
  kind: "real",
  logit: 4 - cell / 10,
  weight: 0.01 / (cell + 1),
  isFalse: cell % 3 === 0,
  ...more,
});

export const madeAnalyses: Required<Analyses> = {
  hardness: {
    name: "hardness",
    ...header,
    queries: 64,
    negatives: 200,
    probability: Array.from({ length: 200 }, (_, i) => 0.1 / (i + 1)),
    syntheticProbability: Array.from({ length: 20 }, (_, i) => 0.05 / (i + 1)),
    topGradientShare: estimate(0.5),
    syntheticGradientShare: estimate(0.25),
  },
  "proxy-task": { name: "proxy-task", ...header, queries: 64, real: estimate(0.4), withSynthetic: estimate(0.2) },
  "false-negatives": {
    name: "false-negatives",
    ...header,
    queries: 64,
    top: 200,
    falseTop: estimate(0.15),
    base: estimate(0.1),
    lift: 1.5,
    pairs: { ...estimate(0.02), base: 0.01, lift: 2 },
    withQuery: { ...estimate(0.2), base: 0.1, lift: 2 },
  },
  "alignment-uniformity": {
    name: "alignment-uniformity",
    ...header,
    images,
    encoder: { alignment: 0.4951, uniformity: -1.0839 },
    head: { alignment: 1.2, uniformity: -3.5 },
    linearTop1: 60,
  },
  spectrum: {
    name: "spectrum",
    ...header,
    images,
    encoder: { singularValues: [0.3, 0.2, 0.1], effectiveRank: 2.8 },
    head: { singularValues: [0.5, 0.4], effectiveRank: 1.9 },
  },
  confusion: {
    name: "confusion",
    ...header,
    classes,
    counts: classes.map((_, i) => classes.map((_, j) => (i === j ? 8 : (i + j) % 3))),
    top1: 47.5,
  },
  map: {
    name: "map",
    ...header,
    classes,
    pca: { x: circle.map(Math.cos), y: circle.map(Math.sin), classes: labels, varianceShare: [0.25, 0.125] },
    umap: {
      x: circle.map(Math.cos),
      y: circle.map(Math.sin),
      classes: labels,
      ids: labels.map((_, i) => 100 + i),
      neighbours: labels.map((_, i) => [1, 2, 3, 4, 5].map((step) => (i + step) % images)),
    },
    sprite,
  },
  microscope: {
    name: "microscope",
    ...header,
    sprite,
    queries: [
      {
        cell: 0,
        class: "plane",
        positive: { logit: 4.5, weight: 0.02 },
        real: [1, 2, 3].map((cell) => negative(cell)),
        synthetic: [
          negative(4, { cells: [4, 5], classes: ["deer", "dog"], kind: "pair-mixed", share: 0.25, isFalse: false }),
          negative(6, { kind: "query-mixed", share: 0.375, isFalse: true }),
        ],
      },
    ],
  },
};

/** Looks during training, of which the later ones are at synthetic negatives too. */
export const madeLooks = [20, 40, 60, 80, 100, 120].map((step) => ({
  kind: "contrast",
  step,
  epoch: step / 20,
  proxyTop1: step / 400,
  proxyTop1Real: step / 200,
  top: 200,
  probability: LOOK_RANKS.flatMap((rank) => (rank <= 200 ? [(0.1 + step / 1000) / rank] : [])),
  topGradientShare: 0.5,
  falseTop: 0.1 + step / 1000,
  falseBase: 0.1,
  ...(step > 30 && {
    syntheticProbability: [0.05, 0.04, 0.03],
    syntheticGradientShare: 0.25,
    falsePairs: 0.01,
    falseWithQuery: 0.1,
  }),
}));

/** Writes these analyses into a run folder. */
export async function writeAnalyses(path: string, analyses: Analyses = madeAnalyses): Promise<void> {
  mkdirSync(join(path, "analyses"), { recursive: true });
  for (const [name, analysis] of Object.entries(analyses))
    writeFileSync(join(path, "analyses", `${name}.json`), JSON.stringify(analysis));
  const raw = { width: 8 * 4, height: 5 * 4, channels: 3 as const };
  const png = await sharp(Buffer.alloc(raw.width * raw.height * 3, 128), { raw })
    .png()
    .toBuffer();
  for (const name of ["map", "microscope"]) writeFileSync(join(path, "analyses", `${name}.png`), png);
}
