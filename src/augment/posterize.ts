// Posterisation: the lower bits of every byte cleared, as PIL does it.
import { div, floor, fromTypedArray, mul, type Tensor } from "../tensor/index.ts";

/**
 * @param images `[B, 3, H, W]` in [0, 1], read as bytes
 * @param bits `[B]` how many upper bits stay, 0 … 8
 */
export function posterize(images: Tensor, bits: ArrayLike<number>): Tensor {
  const steps = fromTypedArray(
    Float32Array.from(bits, (kept) => 2 ** (8 - kept)),
    [bits.length, 1, 1, 1],
  );
  // The 1e-3 keeps a byte that float32 stores a little low from losing a level.
  const levels = floor(div(floor(mul(images, 255 + 1e-3)), steps)); // [B, 3, H, W]
  return div(mul(levels, steps), 255);
}
