// Oracle: whole images decoded by sharp and cut by hand; for real odd images, the manifest of what each should do.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cropBoxes, drawsPerBox } from "../../src/augment/crop-box.ts";
import { decodePart } from "../../src/data/decode-part.ts";
import { shrinkImage } from "../../src/data/shrink-image.ts";
import { randomKey, uniformRows } from "../../src/tensor/random.ts";
import { bySharp, cutOut, largestDifference, madeJpeg } from "./made-jpeg.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ratio = [3 / 4, 4 / 3] as const;
const crop = (name: string, count: number, size: number) => ({
  draws: uniformRows(randomKey(1).fold(name), [...Array(count).keys()], drawsPerBox),
  scale: [0.2, 1] as const,
  ratio,
  size,
});

test("of each image its crops' rectangle, and the boxes within it", async () => {
  const files = await Promise.all([11, 12, 13, 14].map((seed) => madeJpeg({ width: 100, height: 80, seed })));
  const crops = [crop("query", 4, 64), crop("key", 4, 64)];
  const { pixels, rows } = await decodePart(files, [1, 3], { kind: "crops", crops });
  expect(rows).toHaveLength(2);
  for (const [i, row] of rows.entries()) {
    if ("reason" in row) throw new Error(row.reason);
    const own = (draws: Float32Array) => draws.subarray((1 + i) * drawsPerBox, (2 + i) * drawsPerBox);
    const boxes = crops.map(({ draws, scale }) => cropBoxes(own(draws), [80], [100], { scale, ratio })[0]!);
    const top = Math.min(...boxes.map((box) => box.rows.start));
    const left = Math.min(...boxes.map((box) => box.columns.start));
    expect(row.boxes).toEqual(
      Float32Array.from(
        boxes.flatMap((box) => [box.rows.start - top, box.columns.start - left, box.rows.length, box.columns.length]),
      ),
    );
    const whole = await bySharp(files[1 + i]!);
    const expected = cutOut(whole.pixels, 100, { top, left, height: row.height, width: row.width });
    const got = pixels.subarray(row.offset, row.offset + expected.length);
    expect(largestDifference(got, expected)).toBeLessThanOrEqual(1);
  }
});

test("a square is the middle of the image at the size asked for", async () => {
  const file = await madeJpeg({ width: 90, height: 30 });
  const { pixels, rows } = await decodePart([file], [0, 1], { kind: "square", size: 30 });
  expect(rows).toEqual([{ offset: 0, height: 30, width: 30, boxes: new Float32Array() }]);
  const expected = cutOut((await bySharp(file)).pixels, 90, { top: 0, left: 30, height: 30, width: 30 });
  expect(largestDifference(pixels, expected)).toBeLessThanOrEqual(1);
});

test("images are found by path, by a part of a file, or given; a broken one has a reason and costs no other", async () => {
  const file = await madeJpeg({ width: 40, height: 30 });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "image.jpg"), file);
  writeFileSync(join(folder, "pack"), Buffer.concat([Buffer.from("before"), file, Buffer.from("after")]));
  const part = { path: join(folder, "pack"), offset: 6, length: file.length };
  const locations = [
    join(folder, "image.jpg"),
    join(folder, "missing.jpg"),
    part,
    file.subarray(0, file.length / 2),
    file,
    { ...part, length: file.length + 100 },
  ];
  const { pixels, rows } = await decodePart(locations, [0, 6], { kind: "square", size: 16 });
  const outcomes = rows.map((row) =>
    "reason" in row ? row.reason : pixels.subarray(row.offset, row.offset + 16 * 16 * 3),
  );
  expect(outcomes[1]).toMatch(/ENOENT/);
  expect(outcomes[3]).toBe("Premature end of input file");
  expect(outcomes[5]).toMatch(/ends within the image/);
  expect(outcomes[2]).toEqual(outcomes[0]);
  expect(outcomes[4]).toEqual(outcomes[0]);
});

test("a check keeps no pixels", async () => {
  const file = await madeJpeg({ width: 40, height: 30 });
  const { pixels, rows } = await decodePart([file, file.subarray(0, 300)], [0, 2], { kind: "check" });
  expect(pixels.length).toBe(0);
  expect(rows.map((row) => ("reason" in row ? "broken" : [row.height, row.width]))).toEqual([[30, 40], "broken"]);
});

test("smaller files lie one after another, each as it is made alone; a broken one takes no room", async () => {
  const [first, second] = await Promise.all([1, 2].map((seed) => madeJpeg({ width: 40, height: 30, seed })));
  const settings = { size: 16, quality: 90 };
  const locations = [first!, first!.subarray(0, 300), second!];
  const { pixels, rows } = await decodePart(locations, [0, 3], { kind: "smaller", ...settings });
  const expected = await Promise.all([first!, second!].map((file) => shrinkImage(file, settings)));
  expect(Buffer.from(pixels)).toEqual(Buffer.concat(expected));
  const places = rows.map((row) => ("reason" in row ? "broken" : [row.offset, row.length]));
  expect(places).toEqual([[0, expected[0]!.length], "broken", [expected[0]!.length, expected[1]!.length]]);
});

const odd = process.env.MOCHI_FIXTURES && join(process.env.MOCHI_FIXTURES, "odd-images");
const hasOdd = odd && existsSync(odd);

interface OddImage {
  file: string;
  expect: string;
  width: number;
  height: number;
  upright_width?: number;
  upright_height?: number;
}

test.skipIf(!hasOdd)("odd real images decode or are refused as their manifest says (MOCHI_FIXTURES)", async () => {
  const manifest: OddImage[] = JSON.parse(readFileSync(join(odd!, "manifest.json"), "utf8"));
  const paths = manifest.map(({ file }) => join(odd!, "images", file));
  const crops = [crop("query", paths.length, 64), crop("key", paths.length, 64)];
  const kinds = [{ kind: "check" }, { kind: "square", size: 32 }, { kind: "crops", crops }] as const;
  const wrong: string[] = [];
  for (const wanted of kinds) {
    const { rows } = await decodePart(paths, [0, paths.length], wanted);
    for (const [i, row] of rows.entries()) {
      const { file, expect: wish, ...image } = manifest[i]!;
      const outcome = "reason" in row ? "reject" : "decode";
      const allowed: Record<string, string> = {
        decode: "decode",
        reject: "reject",
        "reject-or-partial": "reject",
        skip: "reject",
      };
      if (allowed[wish] && outcome !== allowed[wish])
        wrong.push(`${file}: ${outcome} by ${wanted.kind}, expected ${wish}`);
      const size = [image.upright_height ?? image.height, image.upright_width ?? image.width];
      if (
        wanted.kind === "check" &&
        wish === "decode" &&
        !("reason" in row) &&
        `${[row.height, row.width]}` !== `${size}`
      )
        wrong.push(`${file}: ${row.height}×${row.width}, expected ${size.join("×")}`);
    }
  }
  expect(manifest.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

test.skipIf(!hasOdd)("the same portrait four times, upright whatever its EXIF tag (MOCHI_FIXTURES)", async () => {
  const paths = [3, 5, 6, 8].map((tag) => join(odd!, "images", `exif-orientation-${tag}.jpg`));
  const { pixels, rows } = await decodePart(paths, [0, 4], { kind: "square", size: 32 });
  const [first, ...others] = rows.map((_, i) => pixels.subarray(i * 3072, (i + 1) * 3072));
  for (const other of others) {
    const mean = other.reduce((sum, value, i) => sum + Math.abs(value - first![i]!), 0) / 3072;
    // Each was compressed on its own.
    expect(mean).toBeLessThan(6);
  }
});

test.skipIf(!hasOdd)("a 16-bit grey ramp stays a ramp, transparency turns white (MOCHI_FIXTURES)", async () => {
  const paths = ["gray-16bit.png", "fully-transparent.png"].map((name) => join(odd!, "images", name));
  const { pixels } = await decodePart(paths, [0, 2], { kind: "square", size: 32 });
  const values = new Set(pixels.subarray(0, 3072));
  expect(values.size).toBeGreaterThan(25);
  expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(150);
  expect(new Set(pixels.subarray(3072))).toEqual(new Set([255]));
});
