// Decoding of one encoded image to a square of RGB pixels, by sharp.

import type { Sharp } from "sharp";

// What sharp can read and a folder of images may hold, by sharp's names (heif: AVIF). SVG under any name is not among them.
const FORMATS = new Set(["jpeg", "png", "webp", "tiff", "gif", "heif"]);

export type DecodeImage = (encoded: Uint8Array) => Promise<Uint8Array>;

/**
 * Loads sharp and returns a function that decodes an image to `[size, size, 3]`, sRGB: turned upright by its EXIF tag (unlike
 * torchvision), the short side resized to `size`, the centre cut out. Transparency is dropped, of animations the first
 * frame taken. That function throws a plain Error where it is no image, is cut short, or is larger than 268 megapixels.
 */
export async function imageDecoder(size: number): Promise<DecodeImage> {
  const { default: sharp } = await import("sharp");
  // Many images are in flight at once: threads within one, and a cache of results, would only cost.
  sharp.concurrency(1);
  sharp.cache(false);
  return async (encoded) => {
    // Warnings, such as stray bytes after the end, spoil no pixels; PIL lets them pass too.
    const image = sharp(encoded, { failOn: "error" });
    await checkFormat(image);
    const { data, info } = await image
      .autoOrient()
      .resize(size, size, { fit: "cover", position: "centre", kernel: "linear" })
      .removeAlpha()
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding; expected 3`);
    return data;
  };
}

/**
 * Looks at the head of an image.
 * @returns its size in pixels, before it is turned by its EXIF tag
 * @throws a plain Error for what is no image, or in a format that a folder of images should not hold.
 */
export async function checkFormat(image: Sharp): Promise<{ width: number; height: number }> {
  const { format, width, height } = await image.metadata();
  if (!FORMATS.has(format)) throw new Error(`its content is ${format}, which is not read`);
  return { width, height };
}
