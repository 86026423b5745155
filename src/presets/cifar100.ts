// CIFAR-100: the CIFAR-10 recipe on the other data set, whose images are as many and as large.
import { cifar10 } from "./cifar10.ts";
import type { PretrainConfig } from "./preset.ts";

export function cifar100() {
  return { ...cifar10(), preset: "cifar100", data: "cifar100" } as const satisfies PretrainConfig;
}
