// Views: what a method declares of each, and the batches that follow from the declarations.
import { InternalError } from "../errors.ts";
import { cat, contiguous, type Key, narrow, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { augment } from "./augment.ts";
import type { Derivation, View } from "./derivation.ts";
import { normalize } from "./normalize.ts";
import { recipeNamed } from "./recipes.ts";
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

// Pixels in [0, 1], for what is derived from them.
const plainStatistics: ChannelStatistics = { mean: [0, 0, 0], std: [1, 1, 1] };

/**
 * The views of a batch by name; draws depend on (seed, epoch, image, view) alone.
 * @param images uint8 `[B, H, W, 3]`
 */
export function viewsOf(
  images: Tensor,
  declared: Readonly<Record<string, ViewDeclaration>>,
  context: ViewContext,
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

/** One view by itself, as evaluation takes it; without `count` its rows are the images'. */
export function viewOf(images: Tensor, view: CropDeclaration, context: ViewContext): View {
  return viewsOf(images, { view }, context).view!;
}

interface Pixels {
  images: Tensor;
  statistics: ChannelStatistics;
  ids: ArrayLike<number>;
}

function crops(
  images: Tensor,
  { count, size: wanted, cropScale, frame }: CropDeclaration,
  recipe: string | Recipe,
  context: ViewContext,
  name: string,
): Tensor {
  const size = !wanted ? context.size : "pixels" in wanted ? wanted.pixels : Math.round(wanted.share * context.size);
  const key = context.key.fold(name);
  const options = { ids: context.ids, size, cropScale: cropScale ?? context.cropScale };
  const shown = frame ? bandOf(images, frame) : images;
  if (count === undefined) return augment(shown, recipe, { ...options, key });
  return scope(() =>
    cat(Array.from({ length: count }, (_, crop) => augment(shown, recipe, { ...options, key: key.fold(crop) }))),
  );
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
