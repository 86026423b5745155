// JPEG files made for tests: smooth colour with some texture, so that compression keeps it recognisable.
import { createHash } from "node:crypto";
import sharp, { type JpegOptions } from "sharp";

export interface MadePicture {
  width: number;
  height: number;
  orientation?: number;
  isGrey?: boolean;
  options?: JpegOptions;
  /** Shifts the colours. */
  seed?: number;
}

export async function madeJpeg({
  width,
  height,
  orientation,
  isGrey,
  options,
  seed = 0,
}: MadePicture): Promise<Uint8Array> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const texture = 20 * Math.sin((x + 2 * y) / 3 + seed);
      pixels[3 * (y * width + x)] = (200 * x) / width + 25 + texture;
      pixels[3 * (y * width + x) + 1] = (200 * y) / height + 25 - texture;
      pixels[3 * (y * width + x) + 2] = 128 + 90 * Math.cos((x - y) / 17 + seed);
    }
  const raw = sharp(pixels, { raw: { width, height, channels: 3 } });
  const image = isGrey ? raw.toColourspace("b-w") : raw;
  const turned = orientation === undefined ? image : image.withMetadata({ orientation });
  return turned.jpeg({ quality: 90, ...options }).toBuffer();
}

/** Pixels as sharp decodes them, upright, `[height, width, 3]`. */
export async function bySharp(file: Uint8Array): Promise<{ pixels: Uint8Array; height: number; width: number }> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, height: info.height, width: info.width };
}

/** Rows `[top, top + height)` and columns `[left, left + width)` of `[_, stride, 3]`. */
export function cutOut(
  pixels: Uint8Array,
  stride: number,
  { top, left, height, width }: { top: number; left: number; height: number; width: number },
): Uint8Array {
  const cut = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    const start = 3 * ((top + y) * stride + left);
    cut.set(pixels.subarray(start, start + 3 * width), 3 * y * width);
  }
  return cut;
}

export function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** For comparing many pixels at once. */
export function digest(pixels: Uint8Array): string {
  return createHash("sha256").update(pixels).digest("hex");
}
