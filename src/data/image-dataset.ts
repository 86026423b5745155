// Stored images as datasets: each is decoded when it is asked for.

import type { DatasetPair } from "./dataset.ts";
import { DecodedImages, type EncodedImages } from "./decoded-images.ts";
import type { ImageSource, StoredImages } from "./image-source.ts";

/**
 * Opens divided images for reading at the size that a crop of `imageSize` is usually cut from: 256 pixels for 224, and in
 * proportion.
 * @param imageSize the side of the crops that training uses, in pixels
 */
export function imageDatasets(stored: StoredImages, imageSize: number): DatasetPair {
  const size = Math.round((imageSize * 256) / 224);
  const { name, path, classes, skipped } = stored;
  const open = (part: "train" | "test", source: ImageSource) => {
    const { length, labels } = source;
    const info = { name: `${name} ${part}`, length, height: size, width: size, ...(labels && { classes }) };
    return new DecodedImages(encodedImages(source), { info, path, skipped: skipped[part] });
  };
  const train = open("train", stored.train);
  const test = stored.test && open("test", stored.test);
  return { train, test, description: describe(stored, size) };
}

/** The images as decoder threads take them: read there where that can be, else read here. */
function encodedImages(source: ImageSource): EncodedImages {
  const { length, labels } = source;
  const read = (index: number) => source.bytes(index).catch((error) => ({ reason: firstLine(error) }));
  const locate = (index: number) => source.locate?.(index) ?? read(index);
  return { length, labels, name: (index) => source.name(index), locate };
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
