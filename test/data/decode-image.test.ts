// Oracle: pictures painted with known colours; for real odd images, the manifest of what each should do.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import { imageDecoder } from "../../src/data/decode-image.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SIZE = 8;

/** Three bands of 8 columns: red, green, blue; 24×8 pixels. */
function bands(): Sharp {
  const pixels = Buffer.alloc(24 * 8 * 3);
  for (let i = 0; i < 24 * 8; i++) pixels[3 * i + Math.floor((i % 24) / 8)] = 255;
  return sharp(pixels, { raw: { width: 24, height: 8, channels: 3 } });
}

async function decode(picture: Sharp | Buffer | string, name = "picture.png"): Promise<Uint8Array> {
  const path = join(temporaryFolder(), name);
  if (picture instanceof sharp) await (picture as Sharp).toFile(path);
  else writeFileSync(path, picture as Buffer | string);
  return (await imageDecoder(SIZE))(readFileSync(path));
}

function pixelsOf(image: Uint8Array): string[] {
  return Array.from({ length: image.length / 3 }, (_, i) => image.slice(3 * i, 3 * i + 3).join(" "));
}

function solid(colour: string): string[] {
  return Array(SIZE * SIZE).fill(colour);
}

test("cuts out the centre", async () => {
  expect(pixelsOf(await decode(bands()))).toEqual(solid("0 255 0"));
});

test("resizes the short side first", async () => {
  const large = bands().resize(96, 32, { kernel: "nearest" });
  expect(pixelsOf(await decode(large)).filter((pixel) => pixel === "0 255 0").length).toBeGreaterThanOrEqual(6 * SIZE);
});

test("turns a picture upright by its EXIF tag", async () => {
  // Left half white, right half black; stored so that it must be turned by 90° clockwise (tag 6): white comes to the top.
  const halves = Buffer.alloc(8 * 8, 0);
  for (let y = 0; y < 8; y++) halves.fill(255, 8 * y, 8 * y + 4);
  const stored = sharp(halves, { raw: { width: 8, height: 8, channels: 1 } }).withMetadata({ orientation: 6 });
  const upright = pixelsOf(await decode(stored));
  expect(upright.slice(0, SIZE)).toEqual(Array(SIZE).fill("255 255 255"));
  expect(upright.slice(-SIZE)).toEqual(Array(SIZE).fill("0 0 0"));
});

test("grey, transparent, palette and 16-bit pictures become three channels of 8 bits", async () => {
  const grey = sharp(Buffer.alloc(64, 100), { raw: { width: 8, height: 8, channels: 1 } });
  expect(pixelsOf(await decode(grey.toColourspace("b-w")))).toEqual(solid("100 100 100"));
  const create = { width: 8, height: 8, channels: 4 as const, background: { r: 10, g: 200, b: 30, alpha: 0.5 } };
  expect(pixelsOf(await decode(sharp({ create })))).toEqual(solid("10 200 30"));
  expect(pixelsOf(await decode(bands().png({ palette: true })))).toEqual(solid("0 255 0"));
  expect(pixelsOf(await decode(bands().toColourspace("rgb16")))).toEqual(solid("0 255 0"));
});

test.each([
  ["text", "text.jpg", "not an image"],
  ["an empty file", "empty.jpg", ""],
  ["SVG under another name", "picture.png", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
])("%s is refused", async (_, name, content) => {
  await expect(decode(content, name)).rejects.toThrow(/unsupported image format|Buffer is empty|its content is svg/);
});

test("a JPEG that is cut short is refused", async () => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256));
  const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  expect(pixelsOf(await decode(whole, "whole.jpg"))).toHaveLength(64);
  await expect(decode(whole.subarray(0, whole.length / 2), "cut.jpg")).rejects.toThrow("premature end");
});

const odd = process.env.MOCHI_FIXTURES && join(process.env.MOCHI_FIXTURES, "odd-images");

test.skipIf(!odd || !existsSync(odd))(
  "odd real images decode or are refused as their manifest says (MOCHI_FIXTURES)",
  async () => {
    const manifest: { file: string; expect: string }[] = JSON.parse(readFileSync(join(odd!, "manifest.json"), "utf8"));
    const decodeImage = await imageDecoder(SIZE);
    const wrong: string[] = [];
    for (const { file, expect: wanted } of manifest) {
      const outcome = await decodeImage(readFileSync(join(odd!, "images", file))).then(
        (image) => (image.length === SIZE * SIZE * 3 ? "decode" : `${image.length} bytes`),
        () => "reject",
      );
      const allowed = { decode: ["decode"], reject: ["reject"], "reject-or-partial": ["reject"], skip: ["reject"] }[
        wanted
      ];
      if (!(allowed ?? ["decode", "reject"]).includes(outcome)) wrong.push(`${file}: ${outcome}, expected ${wanted}`);
    }
    expect(manifest.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  },
);
