// What mochi.config.ts imports: a typed configuration, without loading anything else of the package.
import type { PretrainConfig } from "./presets/preset.ts";

export type { PretrainConfig } from "./presets/preset.ts";

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
