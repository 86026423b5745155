// The options of `mochi knn`.
import { count, inGroup, number, text, type Values } from "./option.ts";

export const knnOptions = inGroup("kNN", {
  data: text(undefined, { flag: "--data", value: "source", help: "another data set than the run's" }),
  // k = 200 and τ = 0.07 are those of InstDis, which the field has kept.
  neighbours: count(200, { flag: "--neighbours", short: "-k", help: "nearest training images that vote" }),
  temperature: number(0.07, { above: 0, flag: "--temperature", value: "τ", help: "votes weigh exp(cosine / τ)" }),
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export type KnnValues = Values<typeof knnOptions>;
