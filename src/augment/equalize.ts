// Histogram equalisation of each channel, as PIL does it.
import { fromTypedArray, mul, round, type Tensor, to } from "../tensor/index.ts";

/** @param images `[B, 3, H, W]` in [0, 1], read as bytes */
export function equalize(images: Tensor): Tensor {
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape;
  const bytes = to(round(mul(images, 255)), "uint8").toTypedArray() as Uint8Array;
  const plane = height * width;
  const result = new Float32Array(bytes.length);
  for (let start = 0; start < bytes.length; start += plane) {
    const table = equalizing(bytes.subarray(start, start + plane));
    for (let at = start; at < start + plane; at++) result[at] = table[bytes[at]!]!;
  }
  return fromTypedArray(result, [count, channels, height, width]);
}

/** PIL's ImageOps.equalize: the share of pixels below a level becomes the level; in [0, 1]. */
function equalizing(plane: Uint8Array): Float32Array {
  const histogram = new Uint32Array(256);
  for (const byte of plane) histogram[byte]!++;
  const last = histogram.findLast((pixels) => pixels > 0) ?? 0;
  const step = Math.floor((plane.length - last) / 255);
  let below = Math.floor(step / 2);
  return Float32Array.from(histogram, (pixels, level) => {
    const mapped = step === 0 ? level : Math.min(255, Math.floor(below / step));
    below += pixels;
    return mapped / 255;
  });
}
