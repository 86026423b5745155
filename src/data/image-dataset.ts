// Datasets of encoded images: what was found, divided, behind the pool that decodes it.

import type { DatasetPair } from "./dataset.ts";
import { DecodedImages } from "./decoded-images.ts";
import type { ImageSource, StoredImages } from "./image-source.ts";

/**
 * Opens divided images. Training decodes what its crops need; evaluation reads squares of the size that a crop of
 * `imageSize` is usually cut from: 256 pixels for 224, and in proportion.
 * @param imageSize the side of the crops that training uses, in pixels
 */
export function imageDatasets(stored: StoredImages, imageSize: number): DatasetPair {
  const size = Math.round((imageSize * 256) / 224);
  const open = (part: "train" | "test", source: ImageSource) => decodedImages(stored, part, source, size);
  const train = open("train", stored.train);
  const test = stored.test && open("test", stored.test);
  return { train, test, description: describe(stored, size) };
}

function decodedImages(
  { name, path, classes, skipped }: StoredImages,
  part: "train" | "test",
  source: ImageSource,
  size: number,
): DecodedImages {
  const { length, labels } = source;
  const info = { name: `${name} ${part}`, length, height: size, width: size, ...(labels && { classes }) };
  const images = {
    length,
    labels,
    name: (index: number) => source.name(index),
    locate: (index: number) => source.locate?.(index) ?? source.bytes(index),
  };
  return new DecodedImages(images, { info, path, skipped: skipped[part] });
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
