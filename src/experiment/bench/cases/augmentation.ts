// Benchmark: making views of decoded images with MoCo-v2's augmentation, blur included, on one core.
import { augment } from "../../../augment/index.ts";
import { fromTypedArray, keep, randomKey, scope } from "../../../tensor/index.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";
import { madeImages } from "./made-images.ts";

function caseOf(images: number, source: number, size: number, isQuick: boolean): BenchCase {
  return {
    name: `augmentation/moco-v2/${size}px`,
    settings: { recipe: "moco-v2", images, source, size },
    unit: "images/s",
    amount: images,
    cores: 1,
    peers: ["customary", "best"],
    isQuick,
  };
}

export const augmentationProgram: BenchProgram = {
  name: "augmentation",
  cases: [caseOf(512, 32, 32, true), caseOf(32, 256, 224, false)],

  async prepare(settings) {
    const { recipe, images, source, size } = settings as {
      recipe: string;
      images: number;
      source: number;
      size: number;
    };
    const pixels = keep(fromTypedArray(madeImages(images, source, source), [images, source, source, 3]));
    const ids = Int32Array.from({ length: images }, (_, id) => id);
    let epoch = 0;
    return () => {
      const key = randomKey(5).fold(epoch++);
      return timed(() => scope(() => void augment(pixels, recipe, { ids, key, size })));
    };
  },
};
