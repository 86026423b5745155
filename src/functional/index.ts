// The papers' mathematics as pure functions of tensors: `mochi-ssl/functional`.
export { alignment, classAlignment } from "./alignment.ts";
export { type CosineSchedule, cosineSchedule } from "./cosine-schedule.ts";
export { enqueue } from "./enqueue.ts";
export { type FalseNegatives, falseNegatives, type NegativeRows } from "./false-negatives.ts";
export { type HardestNegatives, hardestNegatives } from "./hardest-negatives.ts";
export { type InfoNce, infoNce } from "./info-nce.ts";
export { type KnnClassification, type KnnOptions, knnClassify } from "./knn-classify.ts";
export { mixHardNegatives, type SyntheticNegatives } from "./mix-hard-negatives.ts";
export { drawMixing, type MixingCounts, type MixingDraws } from "./mixing-draws.ts";
export type { Mixing, MixingParents } from "./mixing-parents.ts";
export { momentumUpdate } from "./momentum-update.ts";
export { type NegativeLogits, negativeLogits } from "./negative-logits.ts";
export { normalize } from "./normalize.ts";
export { type NtXent, ntXent } from "./nt-xent.ts";
export { rowDot } from "./row-dot.ts";
export { type StepSchedule, stepSchedule } from "./step-schedule.ts";
export { uniformity } from "./uniformity.ts";
