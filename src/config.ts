// What mochi.config.ts and sweep files import: typed configurations, without loading anything else of the package.
import type { PretrainConfig } from "./presets/preset.ts";
import type { SweepConfig } from "./presets/sweep.ts";

export type { PretrainConfig } from "./presets/preset.ts";
export type { HeatmapConfig, SweepCell, SweepConfig } from "./presets/sweep.ts";

/**
 * Types the default export of mochi.config.ts; its options lie over the preset's and under the flags.
 * @example
 * import { defineConfig } from "mochi-ssl/config";
 *
 * export default defineConfig({ preset: "cifar10", lr: 0.03, hardest: 512 });
 */
export function defineConfig(config: PretrainConfig): PretrainConfig {
  return config;
}

/**
 * Types the default export of a sweep file, which `mochi sweep` runs.
 * @example
 * import { defineSweep } from "mochi-ssl/config";
 *
 * export default defineSweep({
 *   seeds: [0, 1, 2],
 *   base: { preset: "cifar10", epochs: 10 },
 *   cells: { baseline: { method: "moco-v2" }, mixed: { method: "mochi" } },
 *   grid: { temperature: [0.1, 0.2], batchSize: [128, 256] },
 *   heatmap: { x: "temperature", y: "batchSize", baseline: "baseline_temperature-0.2_batchSize-256" },
 * });
 */
export function defineSweep(config: SweepConfig): SweepConfig {
  return config;
}
