// Normalisation of views by the statistics of a data set's channels, and the way back for pictures.
import {
  add_,
  clamp_,
  contiguous,
  div_,
  mul,
  mul_,
  permute,
  round,
  sub,
  type Tensor,
  tensor,
  to,
} from "../tensor/index.ts";
import type { ChannelStatistics, Recipe } from "./step.ts";

/** Of ImageNet's training images, as torchvision's models expect them. */
export const imageNetStatistics: ChannelStatistics = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Of CIFAR-10's training images, as MoCo's demonstration on CIFAR uses them (the deviations are means over images). */
export const cifarStatistics: ChannelStatistics = { mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] };

/** (image − mean) / std per channel, `[B, 3, H, W]`. */
export function normalize(images: Tensor, { mean, std }: ChannelStatistics): Tensor {
  return div_(sub(images, perChannel(mean)), perChannel(std));
}

/**
 * The picture that a view shows.
 * @param views float32 `[B, 3, H, W]`, normalised by the recipe
 * @returns uint8 `[B, H, W, 3]`, contiguous
 */
export function denormalize(views: Tensor, { statistics }: Pick<Recipe, "statistics">): Tensor {
  const pixels = add_(mul(views, perChannel(statistics.std)), perChannel(statistics.mean));
  const levels = to(round(mul_(clamp_(pixels, 0, 1), 255)), "uint8"); // [B, 3, H, W]
  return contiguous(permute(levels, [0, 2, 3, 1])); // [B, H, W, 3]
}

function perChannel(values: readonly number[]): Tensor {
  return tensor(values, [1, 3, 1, 1]);
}
