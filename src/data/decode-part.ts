// The work of a decoder thread: some images of a batch, read, planned and decoded into one buffer.
import { cropBoxes, drawsPerBox } from "../augment/crop-box.ts";
import type { Box } from "../augment/index.ts";
import { type EncodedImage, openImage, resizeToSquare } from "./decode-image.ts";
import type { DecodedRow, ImageLocation, Wanted } from "./decode-job.ts";
import { boxInRegion, centralSquare, planRegion, type Region, wholeImage } from "./decode-plan.ts";
import { firstLine } from "./first-line.ts";
import { readImage } from "./read-image.ts";
import { type ShrinkSettings, shrinkImage } from "./shrink-image.ts";

type PixelsWanted = Exclude<Wanted, { kind: "smaller" }>;

interface Planned {
  image: EncodedImage;
  region: Region;
  boxes: readonly Box[];
  /** Of the finished image. */
  height: number;
  width: number;
}

/**
 * Decodes images `[start, end)`; what is broken becomes a reason.
 * @returns the pixels, or the smaller files, of all one after another, and where each lies
 */
export async function decodePart(
  images: readonly ImageLocation[],
  [start, end]: readonly [number, number],
  wanted: Wanted,
): Promise<{ pixels: Uint8Array; rows: DecodedRow[] }> {
  if (wanted.kind === "smaller") return smallerFiles(images.slice(start, end), wanted);
  const planned = await Promise.all(
    images.slice(start, end).map((location, i) => reasonOnError(() => plan(location, start + i, wanted))),
  );
  const keepsPixels = wanted.kind !== "check";
  const bytes = planned.map((row) => ("reason" in row || !keepsPixels ? 0 : row.height * row.width * 3));
  const pixels = new Uint8Array(bytes.reduce((sum, length) => sum + length, 0));
  const rows: DecodedRow[] = [];
  let offset = 0;
  for (const [i, row] of planned.entries()) {
    const place = offset;
    offset += bytes[i]!;
    if ("reason" in row) rows.push(row);
    else rows.push(await reasonOnError(() => decode(row, wanted, pixels, place)));
  }
  return { pixels, rows };
}

async function smallerFiles(images: readonly ImageLocation[], settings: ShrinkSettings) {
  const shrink = async (location: ImageLocation) => shrinkImage(await readImage(location), settings);
  const files = await Promise.all(images.map((location) => reasonOnError(() => shrink(location))));
  const pixels = new Uint8Array(files.reduce((sum, file) => sum + ("reason" in file ? 0 : file.length), 0));
  let offset = 0;
  const rows = files.map((file): DecodedRow => {
    if ("reason" in file) return file;
    const row = { offset, length: file.length, height: 0, width: 0, boxes: new Float32Array() };
    pixels.set(file, offset);
    offset += file.length;
    return row;
  });
  return { pixels, rows };
}

async function plan(location: ImageLocation, row: number, wanted: PixelsWanted): Promise<Planned> {
  const image = await openImage(await readImage(location));
  const { height, width } = image;
  if (wanted.kind === "check") return { image, region: wholeImage(height, width), boxes: [], height, width };
  if (wanted.kind === "square") {
    const { size } = wanted;
    const region = planRegion(height, width, [{ box: centralSquare(height, width), size }]);
    return { image, region, boxes: [], height: size, width: size };
  }
  const crops = wanted.crops.map(({ draws, size, ...ranges }) => {
    const own = draws.subarray(row * drawsPerBox, (row + 1) * drawsPerBox);
    return { box: cropBoxes(own, [height], [width], ranges)[0]!, size };
  });
  const region = planRegion(height, width, crops);
  return {
    image,
    region,
    boxes: crops.map(({ box }) => boxInRegion(box, region)),
    height: region.height,
    width: region.width,
  };
}

async function decode(
  { image, region, boxes, height, width }: Planned,
  wanted: PixelsWanted,
  pixels: Uint8Array,
  offset: number,
): Promise<DecodedRow> {
  if (wanted.kind === "crops") await image.decode(region, pixels, offset);
  else {
    const whole = new Uint8Array(region.height * region.width * 3);
    await image.decode(region, whole, 0);
    if (wanted.kind === "square") pixels.set(await resizeToSquare(whole, region, wanted.size), offset);
  }
  const numbers = boxes.flatMap(({ rows, columns }) => [rows.start, columns.start, rows.length, columns.length]);
  return { offset, height, width, boxes: Float32Array.from(numbers) };
}

/** A broken image must not end its batch. */
async function reasonOnError<Result>(work: () => Promise<Result>): Promise<Result | { reason: string }> {
  try {
    return await work();
  } catch (error) {
    return { reason: firstLine(error) };
  }
}
