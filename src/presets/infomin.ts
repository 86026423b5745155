// InfoMin-Aug: on CIFAR-10 on top of MoCo's values there, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import type { PretrainConfig } from "./preset.ts";

export function infominCifar10() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...small } = cifar10();
  return {
    ...small,
    preset: "infomin-cifar10",
    method: "infomin",
    recipe: "infomin-small",
    cropScale: 0.2,
    temperature: 0.15,
    jigsawShare: 0.5,
  } as const satisfies PretrainConfig;
}

export function infominImagenet1k() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...imagenet } = imagenet1k();
  return {
    ...imagenet,
    preset: "infomin-imagenet1k",
    method: "infomin",
    // Tian et al. 2020, and PyContrast's InfoMin options: MoCo-v2's, but for these.
    recipe: "infomin",
    temperature: 0.15,
    jigsawShare: 0.5,
  } as const satisfies PretrainConfig;
}
