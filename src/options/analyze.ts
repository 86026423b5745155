// The options of `mochi analyze`.
import { count, inGroup, list, text, type Values } from "./option.ts";

export const analyzeOptions = inGroup("Analyses", {
  only: text(undefined, {
    flag: "--only",
    value: "names",
    help: "some of hardness, proxy-task, false-negatives, alignment-uniformity, spectrum, confusion, map, microscope",
  }),
  queries: count(2048, { flag: "--queries", help: "training images whose negatives are looked at" }),
  images: list([], {
    min: 0,
    flag: "--images",
    value: "n,…",
    help: "numbers of training images, from 0, to put under the microscope; none: six of a batch",
  }),
  data: text(undefined, { flag: "--data", value: "source", help: "another data set than the run's" }),
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export type AnalyzeValues = Values<typeof analyzeOptions>;
