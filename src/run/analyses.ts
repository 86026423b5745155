// What analyses leave in a run folder: lines of metrics.jsonl while it trains, analyses/<name>.json afterwards.

/** Ranks whose matching probability a look during training records; the last ones only where there are as many. */
export const LOOK_RANKS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024] as const;

/** A line of metrics.jsonl every so many steps: what the logits of that step's batch show. Shares are of 1. */
export interface ContrastMetrics {
  kind: "contrast";
  step: number;
  /** Epochs done by then, in fractions. */
  epoch: number;
  /** Share of queries whose positive outranks all negatives, and all real ones. */
  proxyTop1: number;
  proxyTop1Real: number;
  /** How many of the hardest real negatives "top" below means: 1,024, or as many as every query has. */
  top: number;
  /** Matching probability of the negatives at LOOK_RANKS (as far as there are as many), over positive and real ones. */
  probability: readonly number[];
  /** The same of synthetic negatives, sorted, over the positive and all negatives; where there are any. */
  syntheticProbability?: readonly number[];
  /** Share of the weights on negatives, Σ p, that the top real ones carry, and that synthetic ones carry. */
  topGradientShare: number;
  syntheticGradientShare?: number;
  /** Share of the top real negatives that are of the query's class, and of all real ones; where classes are known. */
  falseTop?: number;
  falseBase?: number;
  /** Share of pair-mixed negatives with both parents of the query's class, and of query-mixed ones with theirs. */
  falsePairs?: number;
  falseWithQuery?: number;
}

interface Analysis {
  /** The command that made it. */
  command: string;
  /** Optimiser steps and epochs that the encoder had seen. */
  step: number;
  epoch: number;
  /** What was looked at, and whether the numbers are exact or a sample with which standard error. */
  note: string;
}

/** A mean over queries (or classes), with its standard error; absent where it is exact. */
export interface Estimate {
  mean: number;
  standardError?: number;
}

/** analyses/hardness.json */
export interface HardnessAnalysis extends Analysis {
  name: "hardness";
  queries: number;
  /** K real negatives, of them sorted and averaged the top. */
  negatives: number;
  /** `[top]` matching probability at ranks 1, 2, …, over the positive and real negatives, mean over the queries. */
  probability: readonly number[];
  /** `[s + s′]` the same of the synthetic negatives, over the positive and all negatives. */
  syntheticProbability?: readonly number[];
  /** The largest standard error of `probability` over its ranks, relative to the mean there. */
  probabilityError: number;
  topGradientShare: Estimate;
  syntheticGradientShare?: Estimate;
}

/** analyses/proxy-task.json; shares of 1. */
export interface ProxyTaskAnalysis extends Analysis {
  name: "proxy-task";
  queries: number;
  withSynthetic?: Estimate;
  real: Estimate;
}

/** analyses/false-negatives.json; shares of 1. */
export interface FalseNegativesAnalysis extends Analysis {
  name: "false-negatives";
  queries: number;
  top: number;
  falseTop: Estimate;
  /** Share of all real negatives that are of the query's class. */
  base: Estimate;
  /** falseTop ÷ base, where there is a base. */
  lift?: Estimate;
  pairs?: Estimate & { /** base², mean over the queries */ base: number; lift?: Estimate };
  withQuery?: Estimate & { base: number; lift?: Estimate };
}

export interface AlignmentUniformity {
  /** mean ‖x − y‖² over all pairs of the same class; absent without labels. */
  alignment?: number;
  /** log mean e^(−2‖x − y‖²) over all pairs. */
  uniformity: number;
}

/** analyses/alignment-uniformity.json; Wang & Isola, ICML 2020. Lower alignment: same-class images lie closer. */
export interface AlignmentUniformityAnalysis extends Analysis {
  name: "alignment-uniformity";
  images: number;
  encoder: AlignmentUniformity;
  /** After the projection head, where the method has one. */
  head?: AlignmentUniformity;
  /** Linear top-1 of the run in per cent, where it was evaluated. */
  linearTop1?: number;
}

/** analyses/spectrum.json */
export interface SpectrumAnalysis extends Analysis {
  name: "spectrum";
  images: number;
  /** Singular values of the centred unit features after the encoder (and the head), falling, divided by √n. */
  encoder: { singularValues: readonly number[]; effectiveRank: number };
  head?: { singularValues: readonly number[]; effectiveRank: number };
}

/** analyses/confusion.json: kNN on the test images, by class. */
export interface ConfusionAnalysis extends Analysis {
  name: "confusion";
  classes: readonly string[];
  /** `[C][C]` counts; row: true class, column: predicted. */
  counts: readonly (readonly number[])[];
  top1: number;
}

/** analyses/map.json, beside the pictures in analyses/map.png. */
export interface MapAnalysis extends Analysis {
  name: "map";
  classes: readonly string[];
  /** All test images on the first two principal components. */
  pca: {
    x: readonly number[];
    y: readonly number[];
    classes: readonly number[];
    varianceShare: readonly [number, number];
  };
  /** Stratified sample of test images by UMAP, with pictures and neighbours in feature space. */
  umap: {
    x: readonly number[];
    y: readonly number[];
    classes: readonly number[];
    /** Index in the test set. */
    ids: readonly number[];
    /** `[n][5]` places in this list, nearest first. */
    neighbours: readonly (readonly number[])[];
  };
  /** analyses/map.png: one cell per image of `umap`, row by row. */
  sprite: { columns: number; cell: number };
}

/** A negative of a query under the microscope. */
export interface ShownNegative {
  /** Cells of analyses/microscope.png: the image, or both parents of a pair-mixed one; one parent of a query-mixed one. */
  cells: readonly number[];
  /** Their numbers among the training images. */
  images: readonly number[];
  classes: readonly string[];
  kind: "real" | "pair-mixed" | "query-mixed";
  /** α or β of the mixture. */
  share?: number;
  /** q·n/τ, and its softmax over the positive and all negatives. */
  logit: number;
  weight: number;
  /** Of the query's class: real or query-mixed ones by their image, pair-mixed ones by both. */
  isFalse: boolean;
}

/** analyses/microscope.json */
export interface MicroscopeAnalysis extends Analysis {
  name: "microscope";
  sprite: { columns: number; cell: number };
  queries: readonly {
    cell: number;
    /** Number among the training images. */
    image: number;
    class: string;
    positive: { logit: number; weight: number };
    /** Hardest first. */
    real: readonly ShownNegative[];
    synthetic: readonly ShownNegative[];
  }[];
}

/** By name, as analyses/<name>.json. */
export interface Analyses {
  hardness?: HardnessAnalysis;
  "proxy-task"?: ProxyTaskAnalysis;
  "false-negatives"?: FalseNegativesAnalysis;
  "alignment-uniformity"?: AlignmentUniformityAnalysis;
  spectrum?: SpectrumAnalysis;
  confusion?: ConfusionAnalysis;
  map?: MapAnalysis;
  microscope?: MicroscopeAnalysis;
}
