// The list of presets.
import { cifar10 } from "./cifar10.ts";
import { cifar100 } from "./cifar100.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { imagenet100 } from "./imagenet100.ts";
import { mocoV1 } from "./moco-v1.ts";
import type { Preset } from "./preset.ts";
import { quickstart } from "./quickstart.ts";

export const presets = { quickstart, cifar10, cifar100, imagenet100, imagenet1k, "moco-v1": mocoV1 } satisfies Record<
  string,
  Preset
>;
