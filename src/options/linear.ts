// The options of `mochi linear`.
import { choice, count, inGroup, number, text, type Values } from "./option.ts";

export const linearOptions = inGroup("Linear classification", {
  data: text(undefined, { flag: "--data", value: "source", help: "another data set than the run's" }),
  recipe: choice(["cached", "published"], "cached", {
    flag: "--recipe",
    help: "cached: on features computed once; published: ImageNet's, on fresh crops at each epoch",
  }),
  runs: count(1, { flag: "--runs", help: "repetitions with seeds of their own; the result is their mean and spread" }),
  seed: count(0, { min: 0, flag: "--seed", help: "seed of the first repetition" }),
  epochs: count(0, { min: 0, flag: "--epochs", value: "epochs", help: "0: as the recipe says" }),
  lr: number(0, { min: 0, flag: "--lr", value: "rate", help: "0: as the recipe says" }),
  batchSize: count(0, { min: 0, flag: "--batch-size", short: "-b", value: "images", help: "0: as the recipe says" }),
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export type LinearValues = Values<typeof linearOptions>;
