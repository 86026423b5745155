// Colour dropping: one channel is kept and the others become noise, so that no lens error betrays where a patch lay.
// Doersch et al., ICCV 2015, arXiv 1505.05192, §3.1 (chromatic aberration).
import {
  add,
  cat,
  clamp_,
  fromTypedArray,
  mean,
  mul,
  narrow,
  normal,
  sqrt,
  stack,
  sub,
  type Tensor,
  to,
  uniformRows,
  where,
} from "../tensor/index.ts";
import type { Step } from "./step.ts";

// The noise's deviation as a share of the kept channel's, as published.
const noiseShare = 0.01;

/** Keeps one channel of each image; the other two are grey noise about the kept channel's mean. */
export function colorDropping({ probability }: { probability: number }): Step {
  return {
    name: "color-dropping",
    probability,
    apply(images, { ids, key }) {
      const [count = 0, , ...plane] = images.shape;
      const kept = uniformRows(key.fold("channel"), ids, 1).map((share) => Math.floor(share * 3));
      const isKept = Uint8Array.from({ length: 3 * count }, (_, at) => Number(kept[Math.floor(at / 3)] === at % 3));
      const mask = to(fromTypedArray(isKept, [count, 3, 1, 1]), "bool");
      const chosen = keptChannel(images, kept); // [B, 1, H, W]
      const center = meanOf(chosen); // [B, 1, 1, 1]
      const apart = sub(chosen, center);
      const spread = mul(sqrt(meanOf(mul(apart, apart))), noiseShare); // [B, 1, 1, 1]
      const noise = stack(Array.from(ids, (id) => normal(key.fold("noise").fold(id), [3, ...plane]))); // [B, 3, H, W]
      return where(mask, images, clamp_(add(mul(noise, spread), center), 0, 1));
    },
  };
}

// One axis at a time: a sum over both may be split between threads, and would then depend on how many images there are.
function meanOf(planes: Tensor): Tensor {
  return mean(mean(planes, [3], true), [2], true);
}

function keptChannel(images: Tensor, kept: ArrayLike<number>): Tensor {
  return cat(Array.from(kept, (channel, image) => narrow(narrow(images, 0, image, 1), 1, channel, 1)));
}
