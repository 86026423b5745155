// Random initialisation, the floor: the encoder as it is drawn, with batch-norm statistics of the images.
import type { PretrainConfig } from "./preset.ts";
import { simclrCifar10 } from "./simclr.ts";

export function randomInit() {
  return {
    ...simclrCifar10(),
    preset: "random-init",
    // No weight moves; the loop runs so that batch norm holds statistics of the images, as in every trained encoder.
    lr: 0,
    // 97 steps of momentum 0.1: nothing is left of the statistics that batch norm starts with.
    epochs: 0.5,
    lrWarmup: 0,
  } as const satisfies PretrainConfig;
}
