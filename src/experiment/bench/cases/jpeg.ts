// Benchmark: the road of the images as training takes it, from JPEG files of 500×375 to two augmented views of 224 px, on one core.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openData } from "../../../data/open.ts";
import { methodByName } from "../../../methods/index.ts";
import { randomKey, scope } from "../../../tensor/index.ts";
import { makeViews, readForViews } from "../../../train/batches.ts";
import type { BenchProgram } from "../case.ts";
import { madeImages } from "./made-images.ts";

const images = 64;
const [height, width] = [375, 500];
// About 100 kB an image, as photographs of this size have in ImageNet.
const quality = 95;

export const jpegProgram: BenchProgram = {
  name: "jpeg",
  cases: [
    {
      name: "jpeg/two-views-224px",
      settings: { recipe: "moco-v2", images, size: 224, cropScale: 0.2 },
      unit: "images/s",
      amount: images,
      cores: 1,
      peers: ["customary"],
      isQuick: true,
    },
  ],

  async provide(settings) {
    const { default: sharp } = await import("sharp");
    const folder = mkdtempSync(join(tmpdir(), "mochi-bench-"));
    // A few pictures under many names: what is decoded is what costs.
    const distinct = 8;
    const pixels = madeImages(distinct, height, width);
    for (let image = 0; image < images; image++) {
      const bytes = height * width * 3;
      const part = pixels.subarray((image % distinct) * bytes, ((image % distinct) + 1) * bytes);
      const encoded = sharp(part, { raw: { width, height, channels: 3 } }).jpeg({ quality });
      writeFileSync(join(folder, `${String(image).padStart(3, "0")}.jpg`), await encoded.toBuffer());
    }
    return { settings: { ...settings, folder }, remove: () => rmSync(folder, { recursive: true }) };
  },

  async prepare(given) {
    const settings = given as { recipe: string; folder: string; size: number; cropScale: number };
    const { train } = await openData(settings.folder, { imageSize: settings.size });
    const declared = methodByName("moco-v2").views({ recipe: settings.recipe, options: {} });
    const ids = Int32Array.from({ length: images }, (_, id) => id);
    let epoch = 0;
    return async () => {
      const started = performance.now();
      const input = { ...settings, ids, declared, key: randomKey(6).fold(epoch++) };
      const batch = await readForViews(train, input);
      scope(() => void makeViews({ ...input, batch }));
      return (performance.now() - started) / 1000;
    };
  },
};
