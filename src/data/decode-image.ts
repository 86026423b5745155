// Decoding of one image: its size from the header, then a region of it as RGB, by libjpeg-turbo or sharp.
import sharp, { type Sharp } from "sharp";
import { native } from "../tensor/native.ts";
import type { Region } from "./decode-plan.ts";

// Many images are in flight at once: threads within one, and a cache of results, would only cost.
sharp.concurrency(1);
sharp.cache(false);

/** An encoded image whose header was read. */
export interface EncodedImage {
  /** Of the upright image, in pixels. */
  readonly height: number;
  readonly width: number;
  /** Writes a region as `[height, width, 3]` from `offset` on. @throws a plain Error where the image is broken. */
  decode(region: Region, output: Uint8Array, offset: number): Promise<void>;
}

// What sharp can read and a folder of images may hold, by sharp's names (heif: AVIF). SVG under any name is not among them.
const FORMATS = new Set(["jpeg", "png", "webp", "tiff", "gif", "heif"]);

// 16,383 × 16,383, sharp's own limit, here for JPEG too: a file of some kilobytes may unfold to gigabytes.
const MOST_PIXELS = 0x3fff ** 2;

/**
 * Reads an image's header. Images are turned upright by their EXIF tag (torchvision leaves them lying), alpha is laid on
 * white as a page shows it, 16 bits become 8, colour profiles are passed over as PIL does, and of animations the first
 * frame counts. CMYK is turned into RGB by PIL's formula.
 * @throws a plain Error where the bytes are no image, or one of more than 268 megapixels.
 */
export async function openImage(encoded: Uint8Array): Promise<EncodedImage> {
  return isJpeg(encoded) && native().jpegHeader ? openJpeg(encoded) : openOther(encoded);
}

function isJpeg(encoded: Uint8Array): boolean {
  return encoded[0] === 0xff && encoded[1] === 0xd8 && encoded[2] === 0xff;
}

function openJpeg(encoded: Uint8Array): EncodedImage {
  const [height, width, , orientation] = native().jpegHeader!(encoded);
  if (height * width > MOST_PIXELS)
    throw new Error(`it has ${width}×${height} pixels; at most ${MOST_PIXELS} are read`);
  const isTurned = orientation >= 5;
  return {
    height: isTurned ? width : height,
    width: isTurned ? height : width,
    async decode({ denominator, top, left, height, width }, output, offset) {
      native().jpegDecode!(encoded, [denominator, top, left, height, width], output, offset);
    },
  };
}

async function openOther(encoded: Uint8Array): Promise<EncodedImage> {
  // Warnings, such as stray bytes after the end, spoil no pixels; PIL lets them pass too.
  const image = sharp(encoded, { failOn: "error", ignoreIcc: true, limitInputPixels: MOST_PIXELS });
  const { height, width } = await uprightSize(image);
  return {
    height,
    width,
    decode: async (region, output, offset) => {
      output.set(await pixelsOf(cut(image, region, { height, width })), offset);
    },
  };
}

/**
 * Looks at the head of an image that sharp opened.
 * @returns its size in pixels once it is turned upright by its EXIF tag
 * @throws a plain Error for what is no image, or in a format that a folder of images should not hold.
 */
async function uprightSize(image: Sharp): Promise<{ height: number; width: number }> {
  const { format, autoOrient } = await image.metadata();
  if (!FORMATS.has(format)) throw new Error(`its content is ${format}, which is not read`);
  return autoOrient;
}

function cut(
  image: Sharp,
  { denominator, top, left, ...size }: Region,
  whole: { height: number; width: number },
): Sharp {
  const [y, x] = [top * denominator, left * denominator];
  return image
    .autoOrient()
    .extract({
      top: y,
      left: x,
      height: Math.min(size.height * denominator, whole.height - y),
      width: Math.min(size.width * denominator, whole.width - x),
    })
    .resize({ ...size, fit: "fill", kernel: "linear" });
}

async function pixelsOf(image: Sharp): Promise<Buffer> {
  const { data, info } = await image
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding; expected 3`);
  return data;
}

/** Resizes decoded pixels `[height, width, 3]` to `[size, size, 3]`, antialiased. */
export async function resizeToSquare(
  pixels: Uint8Array,
  { height, width }: { height: number; width: number },
  size: number,
): Promise<Uint8Array> {
  if (height === size && width === size) return pixels;
  return sharp(pixels, { raw: { height, width, channels: 3 } })
    .resize(size, size, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
}
