// MoCo-v1 on ImageNet-1k (He et al., CVPR 2020): MoCo-v2's method without head, stronger augmentation or cosine.
import { imagenet1k } from "./imagenet1k.ts";
import type { PretrainConfig } from "./preset.ts";

export function mocoV1() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...imagenet } = imagenet1k();
  return {
    ...imagenet,
    preset: "moco-v1",
    method: "moco-v2",

    // One linear layer on the features, as the supervised net's classifier.
    headLayers: 1,
    temperature: 0.07,
    recipe: "moco-v1",
    // main_moco.py: a tenth at 120 and 160 of 200 epochs.
    schedule: "step",
    milestones: [120, 160],
  } as const satisfies PretrainConfig;
}
