// The augment layer's public face.
export { type AugmentOptions, augment } from "./augment.ts";
export { type CropDraws, cropDraws } from "./crop-draws.ts";
export { cifarStatistics, denormalize, imageNetStatistics } from "./normalize.ts";
export * from "./recipes.ts";
export type { Box } from "./resize.ts";
export type { ChannelStatistics, Range, Recipe, Step, StepContext } from "./step.ts";
