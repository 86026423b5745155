// A dataset of encoded images: each is decoded when it is asked for, and a broken one replaced.

import { availableParallelism } from "node:os";
import { MochiError } from "../errors.ts";
import type { Dataset, DatasetPair, ImageBatch, SkippedImage } from "./dataset.ts";
import { type DecodeImage, imageDecoder } from "./decode-image.ts";
import type { ImageSource, StoredImages } from "./image-source.ts";
import { checkedIndex } from "./memory-dataset.ts";

/**
 * Opens divided images for reading at the size that a crop of `imageSize` is usually cut from: 256 pixels for 224, and in
 * proportion.
 * @param imageSize the side of the crops that training uses, in pixels
 */
export async function imageDatasets(stored: StoredImages, imageSize: number): Promise<DatasetPair> {
  const size = Math.round((imageSize * 256) / 224);
  const decode = await imageDecoder(size);
  const open = (part: "train" | "test", source: ImageSource) => new ImageDataset(stored, part, source, decode, size);
  const train = open("train", stored.train);
  const test = stored.test && open("test", stored.test);
  return { train, test, description: describe(stored, size) };
}

class ImageDataset implements Dataset {
  readonly info: Dataset["info"];
  readonly labels: Int32Array | undefined;
  readonly #path: string;
  readonly #source: ImageSource;
  readonly #decode: DecodeImage;
  readonly #skipped: SkippedImage[];
  readonly #broken = new Set<number>();

  constructor(
    { name, path, classes, skipped }: StoredImages,
    part: "train" | "test",
    source: ImageSource,
    decode: DecodeImage,
    size: number,
  ) {
    const { length, labels } = source;
    this.info = { name: `${name} ${part}`, length, height: size, width: size, ...(labels && { classes }) };
    this.labels = labels;
    this.#path = path;
    this.#source = source;
    this.#decode = decode;
    this.#skipped = [...skipped[part]];
  }

  /** Sorted, so that it does not depend on which of several reads ended first. */
  get skipped(): readonly SkippedImage[] {
    return [...this.#skipped].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async read(indices: ArrayLike<number>): Promise<ImageBatch> {
    const { height, width, length, name } = this.info;
    const imageBytes = height * width * 3;
    const images = new Uint8Array(indices.length * imageBytes); // [B, H, W, 3]
    let next = 0;
    const work = async () => {
      while (next < indices.length) {
        const row = next++;
        images.set(await this.#readOrReplace(checkedIndex(indices[row]!, length, name)), row * imageBytes);
      }
    };
    // Two a core: one decodes while the other waits for the disk.
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
    return { images, count: indices.length, height, width };
  }

  /** A broken image must not end a run: the next readable one of its class takes its place, always the same one. */
  async #readOrReplace(index: number): Promise<Uint8Array> {
    const { length } = this.info;
    for (let step = 0; step < length; step++) {
      const candidate = (index + step) % length;
      if (this.labels?.[candidate] !== this.labels?.[index] || this.#broken.has(candidate)) continue;
      try {
        return await this.#decode(await this.#source.bytes(candidate));
      } catch (error) {
        if (this.#broken.has(candidate)) continue;
        this.#broken.add(candidate);
        this.#skipped.push({ path: this.#source.name(candidate), reason: firstLine(error) });
      }
    }
    throw this.#noneReadable(index);
  }

  #noneReadable(index: number): MochiError {
    const name = this.#source.name(index);
    const which = this.labels ? `class ${this.info.classes?.[this.labels[index]!]}` : "the data";
    return new MochiError({
      code: "images-unreadable",
      message: `no image of ${which} can be read; ${name}: ${this.#skipped.find(({ path }) => path === name)?.reason}`,
      where: this.#path,
      remedy: "replace the broken files or take the folder away",
    });
  }
}

/** The first line of an error's message: a decoder may say the same thing many times over. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split("\n")[0]!;
}

function describe({ train, test, classes, skipped, notes, division }: StoredImages, size: number): string {
  const counts = test ? `${train.length} training and ${test.length} test images` : `${train.length} images`;
  const ofClasses = classes.length > 1 ? ` of ${classes.length} classes` : "";
  const [first, ...others] = [...skipped.train, ...skipped.test];
  const passedOver = first
    ? [`Files passed over: ${1 + others.length}, the first is ${first.path} (${first.reason})`]
    : [];
  return [`${counts}${ofClasses}, read at ${size}×${size}; ${division}`, ...notes, ...passedOver].join(". ");
}
