// analyses/map.json and .png: all test images on two principal components, a stratified sample of them by UMAP.
import { nearestOf } from "../../analyze/nearest.ts";
import { principalComponents } from "../../analyze/principal-components.ts";
import { umap } from "../../analyze/umap.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Ui } from "../../options/index.ts";
import type { MapAnalysis } from "../../run/analyses.ts";
import { indexSelect, indicesOf, keep, permutation, randomKey, scope, type Tensor } from "../../tensor/index.ts";
import type { OpenedRun } from "../open-run.ts";
import { writeSprite } from "./sprite.ts";

const sampleSize = 2000;
const neighboursShown = 5;
// UMAP's usual number, the point itself counted.
const neighboursOfUmap = 15;
const largestCell = 32;
// A point, and two neighbours that are not all the others.
const fewestImages = 4;

interface Mapped {
  images: Dataset;
  /** `[n]` ids of the images in the data set. */
  indices: Int32Array;
  /** `[n, D]` unit rows. */
  features: Tensor;
}

export async function writeMap(
  { folder, options }: OpenedRun,
  { images, indices, features }: Mapped,
  header: Pick<MapAnalysis, "command" | "step" | "epoch" | "note">,
  ui: Ui,
): Promise<void> {
  if (indices.length < fewestImages) {
    ui.info(`map skipped: ${indices.length} images are too few for one`);
    return;
  }
  const key = randomKey(options.seed).fold("map");
  const labels = images.labels;
  const classOf = (place: number) => labels?.[indices[place]!] ?? 0;
  const plane = scope(() => {
    const { points, varianceShares } = principalComponents(features, 2);
    return { points: points.toNumbers(), varianceShares };
  });
  const places = stratified(indices.length, classOf, permutation(key.fold("sample"), indices.length));
  const sample = scope(() => keep(indexSelect(features, 0, indicesOf(places)))); // [2000, D]
  const neighbours = nearestOf(sample, Math.min(neighboursOfUmap, places.length - 1));
  sample.dispose();
  const points = places.map((place) => [plane.points[2 * place]!, plane.points[2 * place + 1]!]);
  // umap-js runs so many epochs on up to 2,500 points.
  const epochs = 500;
  const map = await umap(points, neighbours, key.fold("umap"), (done) =>
    ui.progress({ label: "UMAP", done, total: epochs }),
  );
  ui.progress(undefined);
  const ids = places.map((place) => indices[place]!);
  const analysis: MapAnalysis = {
    name: "map",
    ...header,
    classes:
      images.info.classes ??
      (labels ? Array.from({ length: 1 + Math.max(...labels) }, (_, label) => String(label)) : [""]),
    pca: {
      x: rounded(plane.points.filter((_, i) => i % 2 === 0)),
      y: rounded(plane.points.filter((_, i) => i % 2 === 1)),
      classes: Array.from(indices, (_, place) => classOf(place)),
      varianceShare: [plane.varianceShares[0] ?? 0, plane.varianceShares[1] ?? 0],
    },
    umap: {
      x: rounded(map.x),
      y: rounded(map.y),
      classes: places.map(classOf),
      ids,
      neighbours: neighbours.indices.map((row) => row.slice(1, 1 + neighboursShown)),
    },
    sprite: await writeSprite(folder, "map", images, ids, Math.min(largestCell, options.imageSize)),
  };
  folder.writeAnalysis("map", analysis);
}

/** Places of as many images of each class as the sample has room for, in the order drawn. */
function stratified(length: number, classOf: (place: number) => number, order: ArrayLike<number>): number[] {
  const classes = new Set(Array.from({ length }, (_, place) => classOf(place)));
  const quota = Math.ceil(Math.min(sampleSize, length) / classes.size);
  const taken = new Map<number, number>();
  const chosen: number[] = [];
  for (const place of Array.from(order)) {
    const label = classOf(place);
    const already = taken.get(label) ?? 0;
    if (already >= quota || chosen.length === sampleSize) continue;
    taken.set(label, already + 1);
    chosen.push(place);
  }
  return chosen;
}

// More digits than a page can show would double the file.
function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toPrecision(5)));
}
