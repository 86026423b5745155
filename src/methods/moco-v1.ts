// MoCo: momentum contrast as first published, with one linear layer as head and a low temperature.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo").
import { number } from "../options/option.ts";
import { defineMethod } from "./method.ts";
import { mocoOptions, mocoV2 } from "./moco-v2.ts";

export const mocoV1 = defineMethod({
  ...mocoV2,
  // Head, augmentation and schedule are values of the presets: the step is that of MoCo-v2.
  name: "moco-v1",
  summary: "momentum contrast as first published: a linear head, weaker augmentation, temperature 0.07",
  source: "He et al., CVPR 2020 (arXiv 1911.05722)",
  defaultPreset: "moco-v1-cifar10",
  options: {
    ...mocoOptions,
    // main_moco.py: --moco-t 0.07.
    temperature: number(0.07, { above: 0, flag: "--temperature", help: "τ, which divides all logits" }),
  },
});
