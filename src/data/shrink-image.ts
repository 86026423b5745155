// Resizing of one encoded image for the packed file, decoded as training decodes it.
import sharp from "sharp";
import { type EncodedImage, openImage } from "./decode-image.ts";
import { planRegion, wholeImage } from "./decode-plan.ts";

export interface ShrinkSettings {
  /** Short side of the result in pixels. */
  size: number;
  /** JPEG quality of the result, 1 to 100. */
  quality: number;
}

/**
 * Makes of an encoded image a JPEG whose short side is `size`, turned upright, in sRGB. An image that is no larger is
 * returned byte for byte, decoded once to see that it can be.
 * @throws a plain Error for what {@link openImage} refuses
 */
export async function shrinkImage(encoded: Uint8Array, { size, quality }: ShrinkSettings): Promise<Uint8Array> {
  const image = await openImage(encoded);
  const { height, width } = image;
  const shorter = Math.min(height, width);
  if (shorter <= size) {
    await decoded(image, wholeImage(height, width));
    return encoded;
  }
  const box = { rows: { start: 0, length: height }, columns: { start: 0, length: width } };
  const region = planRegion(height, width, [{ box, size }]);
  const raw = { height: region.height, width: region.width, channels: 3 as const };
  const scaled = (side: number) => Math.round((side * size) / shorter);
  return sharp(await decoded(image, region), { raw })
    .resize(scaled(width), scaled(height), { fit: "fill", kernel: "linear" })
    .jpeg({ quality, chromaSubsampling: "4:2:0" })
    .toBuffer();
}

async function decoded(image: EncodedImage, region: ReturnType<typeof wholeImage>): Promise<Uint8Array> {
  const pixels = new Uint8Array(region.height * region.width * 3);
  await image.decode(region, pixels, 0);
  return pixels;
}
