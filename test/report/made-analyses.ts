// Makes the files that analyses leave in a run folder, with numbers that follow from a seed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { type Analyses, type ContrastMetrics, LOOK_RANKS, type ShownNegative } from "../../src/run/analyses.ts";

export const CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const CELL = 8;
const COLUMNS = 10;

export interface MadeAnalyses {
  seed?: number;
  /** Images of the map, and those of its PCA. */
  images?: number;
  testImages?: number;
  hasSynthetic?: boolean;
  classes?: readonly string[];
  /** Side of a sprite's cells, pixels. */
  cell?: number;
}

/** Mulberry32. */
function draws(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Looks after every 10 of 120 steps: false negatives rise from 12 to 30 per cent over a base of 10. */
export function lookLines({ seed = 0, hasSynthetic = true }: MadeAnalyses = {}): ContrastMetrics[] {
  const draw = draws(seed);
  return Array.from({ length: 12 }, (_, i): ContrastMetrics => {
    const done = (i + 1) / 12;
    const noise = 0.02 * (draw() - 0.5);
    const probability = LOOK_RANKS.map((rank) => 0.1 * rank ** -(0.4 + 0.8 * done) * (1 + noise));
    return {
      kind: "contrast",
      step: 10 * (i + 1),
      epoch: Math.floor(i / 2),
      proxyTop1: 0.3 + 0.4 * done - (hasSynthetic ? 0.2 : 0) + noise,
      proxyTop1Real: 0.3 + 0.4 * done + noise,
      top: 1024,
      probability,
      ...(hasSynthetic &&
        i > 2 && { syntheticProbability: LOOK_RANKS.slice(0, 14).map((rank) => 0.08 * rank ** -0.7) }),
      topGradientShare: 0.5 + 0.3 * done + noise,
      ...(hasSynthetic && i > 2 && { syntheticGradientShare: 0.35 + noise }),
      falseTop: 0.12 + 0.18 * done + noise,
      falseBase: 0.1,
      ...(hasSynthetic && i > 2 && { falsePairs: 0.03 * done, falseWithQuery: 0.2 * done + noise }),
    };
  });
}

/** One of each analysis; the classes of the map lie on a circle. */
export function analyses(made: MadeAnalyses = {}): Required<Analyses> {
  const { seed = 0, images = 60, testImages = 200, hasSynthetic = true, classes = CLASSES, cell = CELL } = made;
  const draw = draws(seed + 100);
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const common = { command: "mochi analyze runs/made", step: 120, epoch: 6, note: "Exact over all test images." };
  const cloud = (count: number, spread: number) => {
    const labels = Array.from({ length: count }, (_, i) => i % classes.length);
    const at = (wave: (angle: number) => number) =>
      labels.map((label) => Number((10 * wave((2 * Math.PI * label) / classes.length) + spread * normal()).toFixed(4)));
    return { x: at(Math.cos), y: at(Math.sin), classes: labels };
  };
  const umap = cloud(images, 1.8);
  const distance = (i: number, j: number) => Math.hypot(umap.x[i]! - umap.x[j]!, umap.y[i]! - umap.y[j]!);
  const others = (i: number) =>
    umap.x
      .map((_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => distance(i, a) - distance(i, b))
      .slice(0, 5);
  const estimate = (mean: number) => ({ mean: mean + 0.01 * draw(), standardError: 0.004 });
  const falling = (length: number, power: number) =>
    Array.from({ length }, (_, i) => Number((0.3 * (i + 1) ** -power * (1 + 0.02 * draw())).toPrecision(5)));
  return {
    hardness: {
      ...common,
      name: "hardness",
      queries: 2000,
      negatives: 16_384,
      probability: falling(1024, 1),
      probabilityError: 0.02,
      ...(hasSynthetic && { syntheticProbability: falling(320, 0.6), syntheticGradientShare: estimate(0.4) }),
      topGradientShare: estimate(0.8),
    },
    "proxy-task": {
      ...common,
      name: "proxy-task",
      queries: 2000,
      real: estimate(0.7),
      ...(hasSynthetic && { withSynthetic: estimate(0.45) }),
    },
    "false-negatives": {
      ...common,
      name: "false-negatives",
      queries: 2000,
      top: 1024,
      falseTop: estimate(0.3),
      base: { mean: 0.1 },
      lift: { mean: 3, standardError: 0.1 },
      ...(hasSynthetic && {
        pairs: { ...estimate(0.03), base: 0.01, lift: { mean: 3 } },
        withQuery: { ...estimate(0.3), base: 0.1, lift: { mean: 3 } },
      }),
    },
    "alignment-uniformity": {
      ...common,
      name: "alignment-uniformity",
      images: testImages,
      encoder: { alignment: 0.6 + 0.05 * draw(), uniformity: -1.4 - 0.1 * draw() },
      head: { alignment: 1.2 + 0.05 * draw(), uniformity: -3.1 - 0.1 * draw() },
      linearTop1: 69 + 2 * draw(),
    },
    spectrum: {
      ...common,
      name: "spectrum",
      images: testImages,
      encoder: { singularValues: falling(128, 1.1), effectiveRank: 31.4 },
      head: { singularValues: falling(64, 0.7), effectiveRank: 40.2 },
    },
    confusion: {
      ...common,
      name: "confusion",
      classes,
      counts: classes.map((_, i) =>
        classes.map((_, j) => (i === j ? 700 + Math.floor(200 * draw()) : Math.floor(60 * draw() ** 3))),
      ),
      top1: 64.15,
    },
    map: {
      ...common,
      name: "map",
      classes,
      pca: { ...cloud(testImages, 4), varianceShare: [0.213, 0.127] },
      umap: {
        ...umap,
        ids: umap.x.map((_, i) => 7 * i),
        neighbours: umap.x.map((_, i) => others(i)),
      },
      sprite: { columns: COLUMNS, cell },
    },
    microscope: {
      ...common,
      name: "microscope",
      sprite: { columns: COLUMNS, cell },
      queries: [3, 5].map((label, i) => ({
        cell: 20 * i,
        image: 700 + i,
        class: classes[label]!,
        positive: { logit: 4.61, weight: 0.412 },
        real: Array.from({ length: 8 }, (_, j) =>
          shown(classes, [20 * i + j + 1], [j % 3 ? (label + j) % 10 : label], j, label),
        ),
        synthetic: hasSynthetic
          ? Array.from({ length: 6 }, (_, j) =>
              j % 2
                ? shown(classes, [20 * i + j + 10], [j === 3 ? label : j], j, label, "query-mixed")
                : shown(
                    classes,
                    [20 * i + j + 10, 20 * i + j + 11],
                    [j === 2 ? label : j, label],
                    j,
                    label,
                    "pair-mixed",
                  ),
            )
          : [],
      })),
    },
  };
}

function shown(
  classes: readonly string[],
  cells: number[],
  labels: number[],
  rank: number,
  label: number,
  kind: ShownNegative["kind"] = "real",
): ShownNegative {
  return {
    cells,
    images: cells.map((cell) => 1000 + cell),
    classes: labels.map((of) => classes[of]!),
    kind,
    ...(kind !== "real" && { share: 0.31 }),
    logit: 4.2 - 0.1 * rank,
    weight: 0.05 / (rank + 1),
    isFalse: labels.every((of) => of === label),
  };
}

/** analyses/*.json and the sprites of map and microscope, each cell of a colour of its own. */
export async function writeAnalyses(path: string, all: Analyses): Promise<void> {
  mkdirSync(join(path, "analyses"), { recursive: true });
  for (const [name, analysis] of Object.entries(all))
    writeFileSync(join(path, "analyses", `${name}.json`), JSON.stringify(analysis));
  if (all.map) await writeSprite(join(path, "analyses/map.png"), all.map.umap.x.length, all.map.sprite);
  if (all.microscope) await writeSprite(join(path, "analyses/microscope.png"), 40, all.microscope.sprite);
}

async function writeSprite(path: string, cells: number, { columns, cell }: { columns: number; cell: number }) {
  const rows = Math.ceil(cells / columns);
  const [width, height] = [columns * cell, rows * cell];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = Math.floor(y / cell) * columns + Math.floor(x / cell);
      const slope = (x % cell) + (y % cell);
      pixels.set([(37 * index) % 256, (91 * index) % 256, (120 + (100 * slope) / cell) % 256], 3 * (y * width + x));
    }
  }
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
}
