// The data layer's public face.
export { cacheFolder } from "./cache.ts";
export { checkDataSpec, DATA_SPECS } from "./data-spec.ts";
export type { DataProgress, Dataset, DatasetPair, ImageBatch } from "./dataset.ts";
export { describeData, prepareData } from "./describe.ts";
export { openData } from "./open.ts";
