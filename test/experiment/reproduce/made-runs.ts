// Runs as they are read from folders, with the few numbers that claims look at.
import type { ContrastMetrics, Run } from "../../../src/run/types.ts";

export interface MadeNumbers {
  linear?: number;
  /** kNN top-1 at epochs 1, 2, … */
  knn?: readonly number[];
  looks?: readonly Partial<ContrastMetrics>[];
  alignment?: number;
  uniformity?: number;
  /** Proxy top-1 of the recorded steps, shares of 1. */
  proxySteps?: readonly number[];
}

export function madeRun({ linear, knn = [], looks = [], alignment, uniformity, proxySteps = [] }: MadeNumbers): Run {
  const evaluation = (top1: number) => ({ name: "linear", top1, top5: 0, runs: [], mean: { top1, top5: 0 } });
  return {
    path: "made",
    config: { options: { batchSize: 64, queueSize: 640, synthetic: 3, syntheticWithQuery: 1 } },
    steps: proxySteps.map((proxyTop1, i) => ({ kind: "step", step: i + 1, epoch: 0, proxyTop1 })),
    monitors: knn.map((top1, i) => ({ kind: "evaluation", name: "knn", step: i + 1, epoch: i + 1, top1 })),
    contrasts: looks.map((look, i) => ({ kind: "contrast", step: 5 * (i + 1), epoch: i, probability: [], ...look })),
    evaluations: linear === undefined ? {} : { linear: evaluation(linear) },
    analyses:
      alignment === undefined
        ? {}
        : { "alignment-uniformity": { encoder: { alignment, uniformity: uniformity ?? 0 } } },
  } as unknown as Run;
}

/** Cells with one run a seed. */
export function madeRuns(cells: Record<string, readonly MadeNumbers[]>) {
  return new Map(
    Object.entries(cells).map(([name, runs]) => [name, new Map(runs.map((run, seed) => [seed, madeRun(run)]))]),
  );
}
