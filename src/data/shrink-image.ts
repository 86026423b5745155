// Resizing of one encoded image for the packed file.

import { checkFormat } from "./decode-image.ts";

export interface ShrinkSettings {
  /** Short side of the result in pixels. */
  size: number;
  /** JPEG quality of the result, 1 to 100. */
  quality: number;
}

/**
 * Loads sharp and returns a function that makes of an encoded image a JPEG whose short side is `size`, turned upright and
 * laid on white as the decoder does. An image that is no larger is returned byte for byte, decoded once to see that it can
 * be. That function throws a plain Error for what the decoder of a folder refuses too.
 */
export async function imageShrinker({
  size,
  quality,
}: ShrinkSettings): Promise<(encoded: Uint8Array) => Promise<Uint8Array>> {
  const { default: sharp } = await import("sharp");
  return async (encoded) => {
    const image = sharp(encoded, { failOn: "error", ignoreIcc: true });
    const { format, width, height } = await image.metadata();
    checkFormat(format);
    if (Math.min(width, height) <= size) {
      await image.raw().toBuffer();
      return encoded;
    }
    return image
      .autoOrient()
      .resize(size, size, { fit: "outside", kernel: "linear" })
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .jpeg({ quality, chromaSubsampling: "4:2:0" })
      .toBuffer();
  };
}
