// Oracle: sizes by proportion, the colours of painted pictures, and the pixels that training reads from the same file.

import sharp from "sharp";
import { expect, test } from "vitest";
import { openImage } from "../../src/data/decode-image.ts";
import { shrinkImage } from "../../src/data/shrink-image.ts";
import { greyPicture } from "./made-images.ts";
import { madeJpeg } from "./made-jpeg.ts";

const settings = { size: 32, quality: 95 };
const shrink = async (encoded: Uint8Array) => Buffer.from(await shrinkImage(encoded, settings));

test.each([
  [100, 50, 64, 32],
  [50, 100, 32, 64],
  [33, 33, 32, 32],
  [96, 41, 75, 32],
])("a picture of %d×%d becomes a JPEG of %d×%d", async (width, height, newWidth, newHeight) => {
  const made = await shrink(await greyPicture(77, width, height));
  const { format, width: w, height: h, chromaSubsampling } = await sharp(made).metadata();
  expect([format, w, h, chromaSubsampling]).toEqual(["jpeg", newWidth, newHeight, "4:2:0"]);
  const pixels = await sharp(made).raw().toBuffer();
  expect(Math.max(...pixels) - 77).toBeLessThanOrEqual(1);
  expect(77 - Math.min(...pixels)).toBeLessThanOrEqual(1);
});

test("a picture that is small enough is kept byte for byte", async () => {
  for (const [width, height] of [
    [32, 400],
    [20, 10],
  ]) {
    const picture = await greyPicture(5, width, height);
    expect(await shrink(picture)).toEqual(picture);
  }
});

test("is turned upright: the long side of a photo held upright stays upright", async () => {
  const lying = await sharp(await greyPicture(1, 100, 50))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { width, height, orientation } = await sharp(await shrink(lying)).metadata();
  expect([width, height, orientation]).toEqual([32, 64, undefined]);
});

test("what is cut short, is no image, or may load other files is refused, large or small", async () => {
  const noise = sharp(Buffer.from(Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 7919) % 256)), {
    raw: { width: 64, height: 64, channels: 3 },
  });
  const large = await noise.jpeg().toBuffer();
  const small = await sharp(large).resize(16, 16).jpeg().toBuffer();
  for (const picture of [large, small]) {
    expect((await shrink(picture)).length).toBeGreaterThan(0);
    await expect(shrink(picture.subarray(0, picture.length * 0.7))).rejects.toThrow();
  }
  await expect(shrink(Buffer.from("broken"))).rejects.toThrow("unsupported image format");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  await expect(shrink(Buffer.from(svg))).rejects.toThrow("its content is svg");
});

test.each(["cmyk", "srgb"] as const)("a %s JPEG keeps the colours that training reads from the file", async (space) => {
  const [height, width] = [40, 60];
  const file = await sharp(await madeJpeg({ width, height }))
    .toColourspace(space)
    .jpeg({ quality: 95 })
    .toBuffer();
  const read = async (encoded: Uint8Array) => {
    const image = await openImage(encoded);
    const pixels = new Uint8Array(image.height * image.width * 3);
    await image.decode({ denominator: 1, top: 0, left: 0, height: image.height, width: image.width }, pixels, 0);
    return { ...image, pixels };
  };
  const trained = await read(file);
  const packed = await read(await shrinkImage(file, { size: 39, quality: 100 }));
  expect([packed.height, packed.width]).toEqual([39, 59]);
  const raw = { height, width, channels: 3 as const };
  const resized = await sharp(trained.pixels, { raw })
    .resize(59, 39, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  const error = resized.reduce((sum, value, i) => sum + Math.abs(value - packed.pixels[i]!), 0) / resized.length;
  // What a second compression costs; chroma is halved.
  expect(error).toBeLessThan(3);
});
