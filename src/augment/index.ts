// The augment layer's public face.
export { abGrid } from "./ab-grid.ts";
export { type AugmentOptions, augment } from "./augment.ts";
export { colorDropping } from "./color-dropping.ts";
export { type CropDraws, cropDraws } from "./crop-draws.ts";
export type { Derivation, DerivationContext, View } from "./derivation.ts";
export { jigsaw } from "./jigsaw.ts";
export { lab, labRange, rgbToLab } from "./lab.ts";
export { neighbourPatches } from "./neighbour-patches.ts";
export { cifarStatistics, denormalize, imageNetStatistics } from "./normalize.ts";
export { patchGrid } from "./patch-grid.ts";
export { fourRotations } from "./quarter-turns.ts";
export * from "./recipes.ts";
export type { Box, Span } from "./resize.ts";
export type { ChannelStatistics, Range, Recipe, Step, StepContext } from "./step.ts";
export {
  type CropDeclaration,
  cropRequests,
  type DerivedDeclaration,
  type ViewContext,
  type ViewDeclaration,
  type ViewSize,
  viewsOf,
} from "./view.ts";
