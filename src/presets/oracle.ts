// The class oracles: MoCo-v2's and MoCHi's presets as they are, on CIFAR-10 and on the talk's ImageNet-100.
import { cifar10 } from "./cifar10.ts";
import { imagenet100 } from "./imagenet100.ts";
import type { PretrainConfig } from "./preset.ts";

export function mocoV2OracleCifar10() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...shared } = cifar10();
  return { ...shared, preset: "moco-v2-oracle-cifar10", method: "moco-v2-oracle" } as const satisfies PretrainConfig;
}

export function mocoV2OracleImagenet100() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...shared } = imagenet100();
  return {
    ...shared,
    preset: "moco-v2-oracle-imagenet100",
    method: "moco-v2-oracle",
  } as const satisfies PretrainConfig;
}

export function mochiOracleCifar10() {
  return { ...cifar10(), preset: "mochi-oracle-cifar10", method: "mochi-oracle" } as const satisfies PretrainConfig;
}

export function mochiOracleImagenet100() {
  return {
    ...imagenet100(),
    preset: "mochi-oracle-imagenet100",
    method: "mochi-oracle",
  } as const satisfies PretrainConfig;
}
