// Sobel filter: the strength of the edges of the luma, in all three channels.
import {
  clamp,
  contiguous,
  conv2d,
  div,
  expand,
  mul,
  replicationPad2d,
  sqrt,
  type Tensor,
  tensor,
} from "../tensor/index.ts";
import { luma } from "./grayscale.ts";
import type { Step } from "./step.ts";

export function sobel({ probability }: { probability: number }): Step {
  return { name: "sobel", probability, apply: (images) => contiguous(expand(edges(images), images.shape)) };
}

/**
 * √(gₓ² + g_y²) / 4 of Sobel's two kernels, the edge pixels repeated outwards: 1 at a step from black to white.
 * @param images `[B, 3, H, W]` in [0, 1]
 * @returns `[B, 1, H, W]` in [0, 1]
 */
export function edges(images: Tensor): Tensor {
  const across = [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ];
  const down = across.map((_, row) => across.map((line) => line[row]!));
  const kernels = tensor([[across], [down]]); // [2, 1, 3, 3]
  const slopes = conv2d(replicationPad2d(luma(images), [1, 1, 1, 1]), kernels); // [B, 2, H, W]
  const squares = mul(slopes, slopes);
  const ones = tensor([[[[1]], [[1]]]]); // [1, 2, 1, 1]
  return clamp(div(sqrt(conv2d(squares, ones)), 4), 0, 1);
}
