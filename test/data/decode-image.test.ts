// Oracle: sharp's decoding of the same files, and pictures painted with known colours.
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { openImage, resizeToSquare } from "../../src/data/decode-image.ts";
import { native } from "../../src/tensor/native.ts";
import { bySharp, cutOut, largestDifference, madeJpeg } from "./made-jpeg.ts";

async function decoded(
  file: Uint8Array,
  region?: { denominator: number; top: number; left: number; height: number; width: number },
): Promise<{ pixels: Uint8Array; height: number; width: number }> {
  const image = await openImage(file);
  const { height, width } = image;
  const wanted = region ?? { denominator: 1, top: 0, left: 0, height, width };
  // A guard before and after: nothing may be written outside the region.
  const bytes = wanted.height * wanted.width * 3;
  const output = new Uint8Array(bytes + 20).fill(77);
  await image.decode(wanted, output, 10);
  expect([...output.subarray(0, 10), ...output.subarray(bytes + 10)]).toEqual(Array(20).fill(77));
  return { pixels: output.subarray(10, bytes + 10), height: wanted.height, width: wanted.width };
}

test("the addon has libjpeg-turbo where set-up installs it", () => {
  expect(native().jpegHeader).toBeTypeOf("function");
});

describe("JPEG", () => {
  test.each([
    ["4:2:0", { width: 123, height: 77 }],
    ["4:4:4", { width: 123, height: 77, options: { chromaSubsampling: "4:4:4" } }],
    ["progressive", { width: 130, height: 90, options: { progressive: true } }],
    ["grey", { width: 50, height: 60, isGrey: true }],
    ["one pixel", { width: 1, height: 1 }],
    ["one row", { width: 900, height: 1 }],
  ])("%s: the pixels that sharp decodes", async (_, made) => {
    const file = await madeJpeg(made);
    const [ours, theirs] = [await decoded(file), await bySharp(file)];
    expect([ours.height, ours.width]).toEqual([made.height, made.width]);
    expect(largestDifference(ours.pixels, theirs.pixels)).toBeLessThanOrEqual(1);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("EXIF orientation %d is applied", async (orientation) => {
    const file = await madeJpeg({ width: 60, height: 40, orientation });
    const [ours, theirs] = [await decoded(file), await bySharp(file)];
    expect([ours.height, ours.width]).toEqual(orientation < 5 ? [40, 60] : [60, 40]);
    expect(largestDifference(ours.pixels, theirs.pixels)).toBeLessThanOrEqual(1);
  });

  const regions = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((orientation) =>
    [1, 2, 4, 8].map((denominator) => [orientation, denominator] as const),
  );
  test.each(regions)("orientation %d at 1/%d: a region is that part of the whole", async (orientation, denominator) => {
    for (const options of [{}, { progressive: true }, { chromaSubsampling: "4:4:4" }]) {
      const file = await madeJpeg({ width: 301, height: 203, orientation, options });
      const { height, width } = await openImage(file);
      const size = { height: Math.ceil(height / denominator), width: Math.ceil(width / denominator) };
      const whole = await decoded(file, { denominator, top: 0, left: 0, ...size });
      const part = { top: 3, left: 5, height: size.height - 8, width: size.width - 12 };
      for (const region of [
        part,
        { ...part, top: 0 },
        { ...part, left: 12 },
        { top: 9, left: 11, height: 1, width: 1 },
      ]) {
        const { pixels } = await decoded(file, { denominator, ...region });
        expect(largestDifference(pixels, cutOut(whole.pixels, size.width, region))).toBe(0);
      }
    }
  });

  test("half size is near the mean of 2 × 2 pixels", async () => {
    const file = await madeJpeg({ width: 128, height: 96, options: { quality: 100, chromaSubsampling: "4:4:4" } });
    const whole = await decoded(file);
    const half = await decoded(file, { denominator: 2, top: 0, left: 0, height: 48, width: 64 });
    const mean = Uint8Array.from({ length: 48 * 64 * 3 }, (_, i) => {
      const [y, x, c] = [Math.floor(i / 192), Math.floor(i / 3) % 64, i % 3];
      const at = (dy: number, dx: number) => whole.pixels[3 * ((2 * y + dy) * 128 + 2 * x + dx) + c]!;
      return Math.round((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4);
    });
    const errors = half.pixels.map((value, i) => Math.abs(value - mean[i]!));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(2);
  });

  test("a region outside the image, or an output that is too small, is an error", async () => {
    const file = await madeJpeg({ width: 40, height: 30 });
    const region = (top: number, height: number) => ({ denominator: 1, top, left: 0, height, width: 40 });
    await expect(decoded(file, region(-1, 20))).rejects.toThrow();
    await expect(decoded(file, region(20, 11))).rejects.toThrow();
    expect(() => native().jpegDecode!(file, [1, 0, 0, 30, 40], new Uint8Array(40 * 30 * 3), 1)).toThrow("too small");
    expect(() => native().jpegDecode!(file, [1, 0, 0, 30, 40], new Uint8Array(99), 1e12)).toThrow("too small");
  });

  test("a file cut short anywhere is an error, whatever the region, and never ends the process", async () => {
    for (const options of [{}, { progressive: true }]) {
      const file = await madeJpeg({ width: 64, height: 64, options });
      const top = { denominator: 1, top: 0, left: 0, height: 8, width: 64 };
      for (let length = 2; length < file.length - 1; length += 7) {
        await expect(decoded(file.subarray(0, length), top)).rejects.toThrow();
      }
    }
  });

  test("damage within the coded pixels is an error or passes unseen, and never ends the process", async () => {
    const file = await madeJpeg({ width: 64, height: 64 });
    let errors = 0;
    for (let at = 4; at < file.length; at += 3) {
      const damaged = Uint8Array.from(file);
      damaged[at]! ^= 0x5a;
      await decoded(damaged, { denominator: 1, top: 8, left: 8, height: 40, width: 40 }).catch(() => errors++);
    }
    expect(errors).toBeGreaterThan(50);
  });

  test("bytes behind the end are passed over", async () => {
    const file = await madeJpeg({ width: 64, height: 64 });
    const longer = Uint8Array.from([...file, ...Array(100).fill(9)]);
    expect((await decoded(longer)).pixels).toEqual((await decoded(file)).pixels);
  });

  test("CMYK by PIL's formula, with Adobe's inverted ink", async () => {
    const create = { width: 16, height: 16, channels: 3 as const, background: { r: 200, g: 60, b: 20 } };
    const file = await sharp({ create }).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
    // Ink as libvips reads it, which knows Adobe's inversion; 255 is all of it.
    const ink = await sharp(file, { ignoreIcc: true })
      .pipelineColourspace("cmyk")
      .toColourspace("cmyk")
      .raw()
      .toBuffer();
    const [cyan, magenta, yellow, black] = [...ink.subarray(0, 4)] as [number, number, number, number];
    expect(ink.length).toBe(16 * 16 * 4);
    expect(cyan).toBeLessThan(yellow);
    const expected = [cyan, magenta, yellow].map((value) => Math.round(((255 - value) * (255 - black)) / 255));
    const { pixels } = await decoded(file);
    expect(largestDifference(pixels, Uint8Array.from(Array(256).fill(expected).flat()))).toBeLessThanOrEqual(1);
  });
});

describe("other formats", () => {
  const SIZE = 8;
  const pixelsOf = ({ pixels }: { pixels: Uint8Array }) =>
    Array.from({ length: pixels.length / 3 }, (_, i) => pixels.slice(3 * i, 3 * i + 3).join(" "));
  const solid = (colour: string) => Array(SIZE * SIZE).fill(colour);
  const png = (image: Sharp) => image.png().toBuffer();

  /** Three bands of 8 columns: red, green, blue; 24×8 pixels. */
  function bands(): Sharp {
    const pixels = Buffer.alloc(24 * 8 * 3);
    for (let i = 0; i < 24 * 8; i++) pixels[3 * i + Math.floor((i % 24) / 8)] = 255;
    return sharp(pixels, { raw: { width: 24, height: 8, channels: 3 } });
  }

  test("a region of a PNG, also at half size", async () => {
    const file = await png(bands());
    const green = { denominator: 1, top: 0, left: 8, height: 8, width: 8 };
    expect(pixelsOf(await decoded(file, green))).toEqual(solid("0 255 0"));
    const blue = { denominator: 2, top: 1, left: 8, height: 2, width: 4 };
    expect(pixelsOf(await decoded(file, blue))).toEqual(Array(8).fill("0 0 255"));
  });

  test("a WebP picture is turned upright by its EXIF tag", async () => {
    // Left half white, stored so that it must be turned by 90° clockwise (tag 6): white comes to the top.
    const halves = Buffer.alloc(8 * 8, 0);
    for (let y = 0; y < 8; y++) halves.fill(255, 8 * y, 8 * y + 4);
    const stored = sharp(halves, { raw: { width: 8, height: 8, channels: 1 } }).withMetadata({ orientation: 6 });
    const upright = pixelsOf(await decoded(await stored.webp({ lossless: true }).toBuffer()));
    expect(upright.slice(0, SIZE)).toEqual(Array(SIZE).fill("255 255 255"));
    expect(upright.slice(-SIZE)).toEqual(Array(SIZE).fill("0 0 0"));
  });

  test("grey, palette and 16-bit pictures become three channels of 8 bits; alpha lies on white", async () => {
    const grey = sharp(Buffer.alloc(64, 100), { raw: { width: 8, height: 8, channels: 1 } });
    expect(pixelsOf(await decoded(await png(grey.toColourspace("b-w"))))).toEqual(solid("100 100 100"));
    const create = { width: 8, height: 8, channels: 4 as const, background: { r: 10, g: 200, b: 30, alpha: 0.6 } };
    // 0.6 · colour + 0.4 · 255
    expect(pixelsOf(await decoded(await png(sharp({ create }))))).toEqual(solid("108 222 120"));
    const green = { denominator: 1, top: 0, left: 8, height: 8, width: 8 };
    expect(pixelsOf(await decoded(await bands().png({ palette: true }).toBuffer(), green))).toEqual(solid("0 255 0"));
    expect(pixelsOf(await decoded(await png(bands().toColourspace("rgb16")), green))).toEqual(solid("0 255 0"));
  });

  test.each([
    ["text", "not an image"],
    ["an empty file", ""],
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
  ])("%s is refused", async (_, content) => {
    await expect(openImage(Buffer.from(content))).rejects.toThrow(
      /unsupported image format|Buffer is empty|its content is svg/,
    );
  });

  test("an image of more than 268 megapixels is refused by its header", async () => {
    const file = await madeJpeg({ width: 16, height: 16 });
    const frame = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0);
    // The frame header holds height and width behind marker, length and precision.
    file.set([0x40, 0x00, 0x40, 0x00], frame + 5);
    await expect(openImage(file)).rejects.toThrow("it has 16384×16384 pixels");
  });
});

test("resizing to a square keeps one colour, and leaves a square of that size alone", async () => {
  const pixels = new Uint8Array(20 * 10 * 3).fill(90);
  expect(await resizeToSquare(pixels, { height: 10, width: 20 }, 4)).toEqual(Buffer.alloc(48, 90));
  expect(await resizeToSquare(pixels.subarray(0, 300), { height: 10, width: 10 }, 10)).toEqual(pixels.slice(0, 300));
});
