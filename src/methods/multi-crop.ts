// Multi-crop: two large crops of an image, and several small ones that are cheap and see a part of it.
// Caron et al., NeurIPS 2020, arXiv 2006.09882 ("SwAV"), §3.2; DINO takes it over.
import type { View, ViewDeclaration } from "../augment/index.ts";
import type { Encoder } from "../nn/encoder.ts";
import { count, inGroup, number, type Values } from "../options/option.ts";
import { argmax, cat, eq, meanAll, phase, split, type Tensor, to, withoutGradient } from "../tensor/index.ts";
import type { ShownMetric } from "./method.ts";
import { twoViews } from "./two-views.ts";

const smallCropScale = {
  flag: "--small-crop-scale",
  value: "min,max",
  help: "share of the image's area in a small crop",
};

export const multiCropOptions = inGroup("Multi-crop", {
  smallCrops: count(6, {
    min: 0,
    flag: "--small-crops",
    value: "crops",
    help: "small crops of each image, beside the two large ones",
  }),
  smallCropSize: number(0.43, {
    above: 0,
    max: 1,
    flag: "--small-crop-size",
    value: "share",
    help: "side of small crops as a share of --image-size; 96 of 224 px published",
  }),
  smallCropMin: number(0.05, { above: 0, max: 1, ...smallCropScale }),
  smallCropMax: number(0.14, { above: 0, max: 1, ...smallCropScale }),
});

/** Views `first` and `second`, and `small` where small crops are asked for. */
export function multiCropViews(
  recipe: string,
  options: Values<typeof multiCropOptions>,
): Record<string, ViewDeclaration> {
  const large = twoViews(recipe, "first", "second");
  const { smallCrops, smallCropSize, smallCropMin, smallCropMax } = options;
  if (smallCrops === 0) return large;
  const cropScale = [smallCropMin, smallCropMax] as const;
  return { ...large, small: { ...large.first, count: smallCrops, size: { share: smallCropSize }, cropScale } };
}

/**
 * Embeddings of every crop: the large ones first, V × `[B, d]`.
 * Crops of one size pass the backbone together, and all of them the head: so their batch-norm statistics are shared.
 */
export function embedCrops(encoder: Encoder, views: Record<string, View>, { isLargeOnly = false } = {}): Tensor[] {
  const { first, second, small } = views;
  const batch = first!.images.length(0);
  const bySize = [cat([first!.images, second!.images]), ...(small && !isLargeOnly ? [small.images] : [])];
  return phase(encoder.follows ? "key encoder forward" : "encoder forward", () => {
    const features = bySize.map((images) => encoder.features(images)); // [2B, D], [(V − 2) B, D]
    return split(encoder.projectionHead.forward(cat(features)), batch);
  });
}

/** What methods that predict one crop's assignment from another show of it. */
export const swappedMetric: ShownMetric = {
  name: "swappedTop1",
  label: "swapped",
  title: "Swapped accuracy",
  meaning: "How often the most likely assignment of one large crop is the one that the other large crop was given.",
  isShare: true,
};

/** Share of images where the most likely class of one large crop is the other's; `[B, K]` each. */
export function swappedTop1(targets: readonly Tensor[], logits: readonly Tensor[]): Tensor {
  return withoutGradient(() => {
    const [ofFirst, ofSecond] = targets.map((target) => argmax(target, 1)) as [Tensor, Tensor]; // [B]
    const hits = cat([eq(argmax(logits[1]!, 1), ofFirst), eq(argmax(logits[0]!, 1), ofSecond)]); // [2B]
    return meanAll(to(hits, "float32"));
  });
}
