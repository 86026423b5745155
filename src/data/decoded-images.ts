// A dataset of encoded images: a batch is decoded by the pool when it is asked for, and broken images are replaced.
import type { Box } from "../augment/index.ts";
import { MochiError } from "../errors.ts";
import { randomKey } from "../tensor/random.ts";
import type { CropRequest, Dataset, ImageBatch, ReadTally, SkippedImage } from "./dataset.ts";
import { decodeFound } from "./decode-found.ts";
import type { ImageLocation, Wanted } from "./decode-job.ts";
import { type DecodedImage, type DecodePool, sharedDecodePool } from "./decode-pool.ts";
import { checkedIndex } from "./memory-dataset.ts";

/** Encoded images in a fixed order. */
export interface EncodedImages {
  length: number;
  labels: Int32Array | undefined;
  /** How messages call an image. */
  name(index: number): string;
  locate(index: number): ImageLocation | Promise<ImageLocation>;
}

export interface DecodedImagesOptions {
  info: Dataset["info"];
  /** The folder or file that the images are from. */
  path: string;
  /** Files passed over before any was read. */
  skipped?: readonly SkippedImage[];
  pool?: DecodePool;
}

type Pixels = Exclude<DecodedImage, { reason: string }>;

// What is known of an image.
const WHOLE = 1;
const BROKEN = 2;

const replacementKey = randomKey(0).fold("replacement");

export class DecodedImages implements Dataset {
  readonly info: Dataset["info"];
  readonly labels: Int32Array | undefined;
  readonly tally: ReadTally = { tried: 0, broken: 0 };
  readonly #images: EncodedImages;
  readonly #path: string;
  readonly #pool: DecodePool;
  readonly #skipped: SkippedImage[];
  readonly #known: Uint8Array;
  #members: Map<number, number[]> | undefined;

  constructor(images: EncodedImages, { info, path, skipped = [], pool = sharedDecodePool() }: DecodedImagesOptions) {
    this.info = info;
    this.labels = images.labels;
    this.#images = images;
    this.#path = path;
    this.#pool = pool;
    this.#skipped = [...skipped];
    this.#known = new Uint8Array(images.length);
  }

  /** Sorted, so that it does not depend on the order of reading. */
  get skipped(): readonly SkippedImage[] {
    return [...this.#skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async read(indices: ArrayLike<number>): Promise<ImageBatch> {
    const { height, width } = this.info;
    const rows = await this.#decodeAll(indices, () => ({ kind: "square", size: width }));
    return { images: concatenated(rows), count: rows.length, height, width };
  }

  async readForCrops(indices: ArrayLike<number>, crops: Readonly<Record<string, CropRequest>>): Promise<ImageBatch> {
    const requests = Object.values(crops);
    const decoded = await this.#decodeAll(indices, (rows) => ({
      kind: "crops",
      crops: requests.map((request) => ({ ...request, draws: rowsOf(request.draws, indices.length, rows) })),
    }));
    const geometry = new BigInt64Array(3 * decoded.length);
    let offset = 0;
    for (const [row, { height, width }] of decoded.entries()) {
      geometry.set([BigInt(offset), BigInt(height), BigInt(width)], 3 * row);
      offset += height * width * 3;
    }
    const boxes = Object.keys(crops).map((name, crop) => [name, decoded.map((row) => boxOf(row.boxes, crop))] as const);
    const images = concatenated(decoded);
    return { images, count: decoded.length, height: 0, width: 0, geometry, boxes: Object.fromEntries(boxes) };
  }

  async check(indices: ArrayLike<number>): Promise<void> {
    const chosen = Array.from(indices, (index) => this.#checked(index));
    const outcomes = await this.#outcomes(chosen, () => ({ kind: "check" }));
    for (const [row, outcome] of outcomes.entries()) this.#note(chosen[row]!, outcome);
  }

  /** Decodes rounds of images until every row has one: a broken image's row gets the next of its candidates. */
  async #decodeAll(indices: ArrayLike<number>, wanted: (rows: readonly number[]) => Wanted): Promise<Pixels[]> {
    const result: Pixels[] = Array(indices.length);
    let open = Array.from(indices, (index, row) => ({ row, attempt: 0, index: this.#checked(index) }));
    while (open.length > 0) {
      for (const place of open) this.#skipBroken(place, indices[place.row]!);
      const outcomes = await this.#outcomes(
        open.map(({ index }) => index),
        (found) => wanted(found.map((place) => open[place]!.row)),
      );
      outcomes.forEach((outcome, i) => {
        const { row, index } = open[i]!;
        this.#note(index, outcome);
        if (!("reason" in outcome)) result[row] = outcome;
      });
      open = open.filter(({ row }) => result[row] === undefined);
    }
    return result;
  }

  /** Moves a row on to its next candidate as long as it stands at an image that is known to be broken. */
  #skipBroken(place: { attempt: number; index: number }, index: number): void {
    if (this.#known[place.index] !== BROKEN) return;
    const members = this.#membersLike(index);
    const count = members?.length ?? this.info.length;
    const first = Math.floor(replacementKey.fold(index).uniform() * count);
    while (this.#known[place.index] === BROKEN) {
      if (place.attempt === count) throw this.#noneReadable(index);
      const position = (first + place.attempt++) % count;
      place.index = members?.[position] ?? position;
    }
  }

  /** The images that may stand in for this one: those of its class; undefined for all. */
  #membersLike(index: number): readonly number[] | undefined {
    const { labels } = this;
    if (!labels) return undefined;
    if (!this.#members) {
      this.#members = new Map();
      for (const [i, label] of labels.entries()) {
        const members = this.#members.get(label);
        if (members) members.push(i);
        else this.#members.set(label, [i]);
      }
    }
    return this.#members.get(labels[index]!);
  }

  #outcomes(indices: readonly number[], wanted: (found: readonly number[]) => Wanted): Promise<DecodedImage[]> {
    return decodeFound(this.#pool, indices, (index) => this.#images.locate(index), wanted);
  }

  #checked(index: number): number {
    return checkedIndex(index, this.info.length, this.info.name);
  }

  #note(index: number, outcome: DecodedImage): void {
    if (this.#known[index] === BROKEN) return;
    if (this.#known[index] === 0) this.tally.tried++;
    this.#known[index] = "reason" in outcome ? BROKEN : WHOLE;
    if (!("reason" in outcome)) return;
    this.tally.broken++;
    this.#skipped.push({ path: this.#images.name(index), reason: outcome.reason });
  }

  #noneReadable(index: number): MochiError {
    const name = this.#images.name(index);
    const where = this.labels ? `class ${this.info.classes?.[this.labels[index]!]}` : "the folder";
    return new MochiError({
      code: "images-unreadable",
      message: `no image of ${where} can be read; ${name}: ${this.#skipped.find(({ path }) => path === name)?.reason}`,
      where: this.#path,
      remedy: "replace the broken files or take the folder away",
    });
  }
}

function concatenated(rows: readonly Pixels[]): Uint8Array {
  const images = new Uint8Array(rows.reduce((sum, { pixels }) => sum + pixels.length, 0));
  let offset = 0;
  for (const { pixels } of rows) {
    images.set(pixels, offset);
    offset += pixels.length;
  }
  return images;
}

/** Some rows of `[count, columns]`. */
function rowsOf(values: Float32Array, count: number, rows: readonly number[]): Float32Array {
  const columns = values.length / count;
  const chosen = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    chosen.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return chosen;
}

function boxOf(boxes: Float32Array, crop: number): Box {
  const [top, left, height, width] = Array.from(boxes.subarray(4 * crop, 4 * crop + 4)) as [
    number,
    number,
    number,
    number,
  ];
  return { rows: { start: top, length: height }, columns: { start: left, length: width } };
}
