// Pictures of a run: augmented view pairs, and test images beside their nearest training images.
import { mkdirSync } from "node:fs";
import sharp from "sharp";
import { denormalize, type Recipe, recipeNamed, type ViewDeclaration } from "../augment/index.ts";
import type { Dataset } from "../data/dataset.ts";
import { extractFeatures, inEvaluationMode } from "../evaluate/features.ts";
import { normalize } from "../functional/index.ts";
import { writeJson } from "../run/atomic-file.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { PictureGrid } from "../run/types.ts";
import { matmul, narrow, permutation, randomKey, scope, t, topk } from "../tensor/index.ts";
import { makeViews, readForViews } from "../train/batches.ts";
import type { OpenedRun } from "./open-run.ts";

const pairColumns = 6;
const pairRows = 4;
const neighbourRows = 8;
const neighboursShown = 7;

/** pictures/views.png: what the first two views of some training images look like, where they are pictures. */
export async function drawViews({
  folder,
  options,
  data,
  method,
}: Pick<OpenedRun, "folder" | "options" | "data" | "method">): Promise<void> {
  const pairs = pairColumns * pairRows;
  const ids = permutation(randomKey(options.seed).fold("pictures"), data.train.info.length).slice(0, pairs);
  const { recipe, cropScale, imageSize: size } = options;
  const key = randomKey(options.seed).fold("augment").fold(0);
  const all = method.views({ recipe, options });
  const isPicture = ([, view]: [string, ViewDeclaration]) => !view.derive?.isFinished;
  const names = Object.entries(all)
    .filter(isPicture)
    .slice(0, 2)
    .map(([name]) => name);
  // Colour channels alone are no pictures; then the crops that they would be made of are shown.
  const declared: Record<string, ViewDeclaration> = names.length > 0 ? all : { crop: { recipe } };
  const shown = names.length > 0 ? names : ["crop"];
  const input = { ids, declared, cropScale, size, key };
  const batch = await readForViews(data.train, input);
  const cells = scope(() => {
    const views = makeViews({ batch, ...input });
    const pictures = shown.map((name) => {
      // Of several parts of an image the first is shown.
      const first = narrow(views[name]!.images, 0, 0, ids.length);
      const pixels = denormalize(first, recipeOf(declared, name));
      return { pixels: pixels.toTypedArray() as Uint8Array, side: first.length(2) };
    });
    return Array.from(ids, (_, index) =>
      pictures.map(({ pixels, side }) => enlarged(cut(pixels, index, side), side, size)),
    ).flat();
  });
  await writeGrid(folder, "views", cells, size, {
    title: shown.length > 1 ? "Augmented view pairs" : "Augmented views",
    caption: `${shown.length > 1 ? `Views ${shown.join(" and ")}` : "Views"} of ${ids.length} training images, augmentation ${recipe}, side by side.`,
    rows: pairRows,
    columns: pairColumns * shown.length,
  });
}

function recipeOf(declared: Readonly<Record<string, ViewDeclaration>>, name: string): Recipe {
  const view = declared[name]!;
  if ("from" in view) return recipeOf(declared, view.from);
  return typeof view.recipe === "string" ? recipeNamed(view.recipe) : view.recipe;
}

/** Each output pixel takes the nearest pixel of a square picture. */
function enlarged(pixels: Uint8Array, side: number, size: number): Uint8Array {
  if (side === size) return pixels;
  const source = (at: number) => Math.floor((at * side) / size);
  return Uint8Array.from({ length: size * size * 3 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3 / size), Math.floor(at / 3) % size];
    return pixels[(source(row) * side + source(column)) * 3 + (at % 3)]!;
  });
}

/** pictures/neighbours.png: some test images, each with its nearest training images by cosine of the features. */
export async function drawNeighbours(run: OpenedRun): Promise<void> {
  const { data, encode, options, folder, modules, views } = run;
  const test = data.test ?? data.train;
  const key = randomKey(options.seed).fold("pictures");
  const queries = permutation(key.fold("queries"), test.info.length).slice(0, neighbourRows);
  // All of a small set; of a large one enough to show what lies near.
  const bank = permutation(key.fold("bank"), data.train.info.length).slice(0, 10_000);
  const size = options.imageSize;
  const [bankFeatures, queryFeatures] = await inEvaluationMode(modules, async () => [
    await extractFeatures(data.train, encode, { size, view: views.testing, indices: bank }),
    await extractFeatures(test, encode, { size, view: views.testing, indices: queries }),
  ]);
  // One more than shown: where the queries come from the bank itself, the first is the query.
  const nearest = scope(() =>
    topk(
      matmul(normalize(queryFeatures), t(normalize(bankFeatures))),
      Math.min(neighboursShown + 1, bank.length),
      1,
    ).indices.toNumbers(),
  );
  bankFeatures.dispose();
  queryFeatures.dispose();
  const perQuery = nearest.length / queries.length;
  const cells: Uint8Array[] = [];
  const classes: string[][] = [];
  for (const [row, query] of queries.entries()) {
    const found = nearest.slice(row * perQuery, (row + 1) * perQuery).map((position) => bank[position]!);
    const shown = found.filter((id) => test !== data.train || id !== query).slice(0, neighboursShown);
    cells.push(...(await thumbnails(test, [query], size)), ...(await thumbnails(data.train, shown, size)));
    classes.push([className(test, query), ...shown.map((id) => className(data.train, id))]);
  }
  await writeGrid(folder, "neighbours", cells, size, {
    title: "Nearest neighbours in feature space",
    caption: `${data.test ? "Test" : "Training"} images (first column) and their nearest among ${bank.length} training images, by cosine similarity.`,
    rows: queries.length,
    columns: 1 + Math.min(neighboursShown, perQuery),
    ...(test.labels ? { classes } : {}),
  });
}

/** Images as squares of `size` pixels, RGB. */
export async function thumbnails(data: Dataset, ids: readonly number[], size: number): Promise<Uint8Array[]> {
  const batch = await data.read(ids);
  const bytes = batch.height * batch.width * 3;
  return Promise.all(
    ids.map(async (_, index) => {
      const raw = { width: batch.width, height: batch.height, channels: 3 as const };
      const image = sharp(batch.images.subarray(index * bytes, (index + 1) * bytes), { raw });
      return batch.width === size && batch.height === size
        ? image.raw().toBuffer()
        : image.resize(size, size, { fit: "cover" }).raw().toBuffer();
    }),
  );
}

/** The class of an image as a name; "" where it has none. */
export function className({ info, labels }: Dataset, id: number): string {
  const label = labels?.[id];
  return label === undefined ? "" : (info.classes?.[label] ?? String(label));
}

function cut(images: Uint8Array, index: number, size: number): Uint8Array {
  return images.subarray(index * size * size * 3, (index + 1) * size * size * 3);
}

async function writeGrid(
  folder: RunFolder,
  name: string,
  cells: readonly Uint8Array[],
  size: number,
  grid: Omit<PictureGrid, "cell">,
): Promise<void> {
  const width = grid.columns * size;
  const pixels = new Uint8Array(width * grid.rows * size * 3);
  for (const [index, cell] of cells.entries()) {
    const top = Math.floor(index / grid.columns) * size;
    const left = (index % grid.columns) * size;
    for (let y = 0; y < size; y++)
      pixels.set(cell.subarray(y * size * 3, (y + 1) * size * 3), ((top + y) * width + left) * 3);
  }
  // Small images are enlarged without blurring, so that a page may show them at any size.
  const scale = Math.max(1, Math.round(64 / size));
  const picture = sharp(pixels, { raw: { width, height: grid.rows * size, channels: 3 } });
  mkdirSync(folder.picture("."), { recursive: true });
  await picture
    .resize(width * scale, grid.rows * size * scale, { kernel: "nearest" })
    .png()
    .toFile(folder.picture(`${name}.png`));
  writeJson(folder.picture(`${name}.json`), { ...grid, cell: size * scale });
}
