// Views: what a method declares of each, and the batches that follow from the declarations.
import { InternalError } from "../errors.ts";
import { cat, contiguous, type Key, narrow, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { augment } from "./augment.ts";
import { type CropDraws, cropDraws } from "./crop-draws.ts";
import type { Derivation, View } from "./derivation.ts";
import { normalize } from "./normalize.ts";
import { recipeNamed } from "./recipes.ts";
import type { Box } from "./resize.ts";
import { applyStep, type ChannelStatistics, type Range, type Recipe, type Step } from "./step.ts";

/** Side of a view: a share of the run's, which may grow over the run, or fixed. */
export type ViewSize = { readonly share: number } | { readonly pixels: number };

/** A view that is cut from the images. */
export interface CropDeclaration {
  /** A recipe, or the name of one. */
  readonly recipe: string | Recipe;
  /** Crops of each image, with draws of their own; 1 unless given. */
  readonly count?: number;
  /** The run's size unless given. */
  readonly size?: ViewSize;
  /** Share of the image's area that crops cover; the run's `--crop-scale` … 1 unless given. */
  readonly cropScale?: Range;
  /** Which of the frames that stand one below the other in each item of the data set. */
  readonly frame?: { readonly index: number; readonly of: number };
  /** Name of the view whose draws this one takes too: frames of a clip are cropped and coloured alike. */
  readonly drawsOf?: string;
  /** What is made of the crops. */
  readonly derive?: Derivation;
  /** Steps on what was derived, every part with draws of its own: the colours of single patches. */
  readonly steps?: readonly Step[];
}

/** A view that is made of another view's pixels. */
export interface DerivedDeclaration {
  /** Name of the other view. */
  readonly from: string;
  readonly derive: Derivation;
  readonly steps?: readonly Step[];
}

export type ViewDeclaration = CropDeclaration | DerivedDeclaration;

export interface ViewContext {
  /** `[B]` ids of the images in the data set. */
  readonly ids: ArrayLike<number>;
  /** Key of the epoch; each view folds its name in. */
  readonly key: Key;
  /** Side of the run's views in pixels. */
  readonly size: number;
  /** Share of the image's area that crops cover; the recipes' own where absent. */
  readonly cropScale?: Range | undefined;
}

/** Images of different sizes, and boxes drawn before they were decoded and scaled. */
export interface RaggedImages {
  /** `[B, 3]` byte offset, height and width of each image. */
  readonly geometry?: BigInt64Array | undefined;
  /** `[B]` boxes of each of the {@link cropRequests}, by its name, in pixels of the given images. */
  readonly boxes?: Readonly<Record<string, readonly Box[]>> | undefined;
}

// Pixels in [0, 1], for what is derived from them.
const plainStatistics: ChannelStatistics = { mean: [0, 0, 0], std: [1, 1, 1] };

/**
 * The views of a batch by name; draws depend on (seed, epoch, image, view) alone.
 * @param images uint8 `[B, H, W, 3]`, or `[bytes]` where `geometry` is given
 */
export function viewsOf(
  images: Tensor,
  declared: Readonly<Record<string, ViewDeclaration>>,
  context: ViewContext & RaggedImages,
): Record<string, View> {
  const sources = new Set(Object.values(declared).flatMap((view) => ("from" in view ? [view.from] : [])));
  const made = new Map<string, Pixels>();
  const pixelsOf = (name: string) => {
    const view = declared[name];
    if (!view || "from" in view) throw new InternalError(`views: ${name} is no view that is cut from the images`);
    const recipe = typeof view.recipe === "string" ? recipeNamed(view.recipe) : view.recipe;
    const pixels = made.get(name) ?? {
      images: crops(images, view, { ...recipe, statistics: plainStatistics }, context, name),
      statistics: recipe.statistics,
      ids: view.count === undefined ? context.ids : partIds(context.ids, view.count),
    };
    made.set(name, pixels);
    return pixels;
  };
  const make = (name: string, view: ViewDeclaration): View => {
    // The usual case normalises where it augments.
    if (!("from" in view) && !view.derive && !sources.has(name))
      return { images: crops(images, view, view.recipe, context, name) };
    return finish(view, pixelsOf("from" in view ? view.from : name), context.key.fold(name));
  };
  return withoutGradient(() =>
    scope(() => Object.fromEntries(Object.entries(declared).map(([name, view]) => [name, make(name, view)]))),
  );
}

/**
 * What decides the views' crops before the images are read: draws and the size of the finished crop, each by the view's
 * name, and the crop's number where a view has several. Views made of other views' pixels ask for nothing of their own.
 * Undefined where a view shows all of an image, or one of its frames.
 */
export function cropRequests(
  declared: Readonly<Record<string, ViewDeclaration>>,
  context: ViewContext,
): Record<string, CropDraws & { size: number }> | undefined {
  const requests: Record<string, CropDraws & { size: number }> = {};
  for (const [name, view] of Object.entries(declared)) {
    if ("from" in view) continue;
    if (view.frame) return undefined;
    const recipe = typeof view.recipe === "string" ? recipeNamed(view.recipe) : view.recipe;
    for (const crop of cropsOf(name, view, context)) {
      const drawn = cropDraws(recipe, { ids: context.ids, key: crop.key, cropScale: crop.cropScale });
      if (!drawn) return undefined;
      requests[crop.name] = { ...drawn, size: crop.size };
    }
  }
  return requests;
}

/** The crops that a view takes of every image. */
function cropsOf(name: string, { count, size: wanted, cropScale, drawsOf }: CropDeclaration, context: ViewContext) {
  const key = context.key.fold(drawsOf ?? name);
  const size = !wanted ? context.size : "pixels" in wanted ? wanted.pixels : Math.round(wanted.share * context.size);
  const common = { size, cropScale: cropScale ?? context.cropScale };
  if (count === undefined) return [{ name, key, ...common }];
  return Array.from({ length: count }, (_, crop) => ({ name: `${name}/${crop}`, key: key.fold(crop), ...common }));
}

interface Pixels {
  images: Tensor;
  statistics: ChannelStatistics;
  ids: ArrayLike<number>;
}

function crops(
  images: Tensor,
  view: CropDeclaration,
  recipe: string | Recipe,
  context: ViewContext & RaggedImages,
  viewName: string,
): Tensor {
  const { ids, geometry, boxes } = context;
  return scope(() => {
    const shown = view.frame ? bandOf(images, view.frame) : images;
    const parts = cropsOf(viewName, view, context).map(({ name, ...crop }) =>
      augment(shown, recipe, { ids, geometry, boxes: boxes?.[name], ...crop }),
    );
    return parts.length === 1 ? parts[0]! : cat(parts);
  });
}

function finish({ derive, steps = [] }: ViewDeclaration, source: Pixels, key: Key): View {
  return scope(() => {
    if (!derive) return { images: normalize(source.images, source.statistics) };
    const derived = derive.apply(source.images, { ids: source.ids, key: key.fold(derive.name) });
    const ids = partIds(source.ids, derived.images.length(0) / source.ids.length);
    let result = derived.images;
    for (const step of steps) result = applyStep(step, result, { ids, key: key.fold("parts"), size: result.length(2) });
    const finished = derive.isFinished ? result : normalize(result, source.statistics);
    return { ...derived, images: contiguous(finished, { memoryFormat: "channels_last" }) };
  });
}

/** An id for every part of every image, part after part, so that each has draws of its own. */
function partIds(ids: ArrayLike<number>, parts: number): number[] {
  return Array.from({ length: parts * ids.length }, (_, row) => {
    const part = Math.floor(row / ids.length);
    return ids[row % ids.length]! * parts + part;
  });
}

/** Rows `[index · H/of, (index + 1) · H/of)` of `[B, H, W, 3]`. */
function bandOf(images: Tensor, { index, of }: { index: number; of: number }): Tensor {
  const height = images.length(1) / of;
  return contiguous(narrow(images, 1, index * height, height));
}
