// Finished run folders with known numbers, by hand: what claims read, and nothing else.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FinishedRuns, readFinishedRuns } from "../../../src/experiment/reproduce/finished-runs.ts";
import { grid } from "../../../src/experiment/reproduce/grid.ts";
import { expandSweep } from "../../../src/presets/sweep.ts";
import { LOOK_RANKS } from "../../../src/run/analyses.ts";
import type { ContrastMetrics } from "../../../src/run/types.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";

export interface MadeRun {
  linear?: number;
  alignment?: number;
  uniformity?: number;
  /** Epochs and top-1 of the kNN monitor. */
  curve?: readonly (readonly [epoch: number, top1: number])[];
  /** One a hundred steps. */
  looks?: readonly Partial<ContrastMetrics>[];
  /** Proxy accuracy of the recorded steps. */
  proxyOfSteps?: readonly number[];
  options?: Readonly<Record<string, unknown>>;
}

/** Probabilities at LOOK_RANKS that fall as a power of the rank from `first` to `last`. */
export function probabilities(first: number, last: number): number[] {
  const power = Math.log(first / last) / Math.log(LOOK_RANKS.at(-1)!);
  return LOOK_RANKS.map((rank) => first / rank ** power);
}

export function writeRun(path: string, made: MadeRun): void {
  const write = (name: string, value: unknown) => writeFileSync(join(path, name), JSON.stringify(value));
  for (const folder of ["evaluations", "analyses"]) mkdirSync(join(path, folder), { recursive: true });
  const options = { batchSize: 64, queueSize: 16_384, synthetic: 1024, syntheticWithQuery: 128, ...made.options };
  write("config.json", { method: "made", preset: "made", options });
  write("state.json", { status: "finished", steps: 1, step: 1, mixedSteps: 0, epoch: 8, trainSeconds: 1 });
  if (made.linear !== undefined) write("evaluations/linear.json", { name: "linear", top1: made.linear, top5: 99 });
  if (made.alignment !== undefined || made.uniformity !== undefined)
    write("analyses/alignment-uniformity.json", {
      encoder: { alignment: made.alignment, uniformity: made.uniformity },
    });
  const lines = [
    ...(made.proxyOfSteps ?? []).map((proxyTop1, step) => ({ kind: "step", step, proxyTop1 })),
    ...(made.curve ?? []).map(([epoch, top1]) => ({ kind: "evaluation", name: "knn", step: 0, epoch, top1 })),
    ...(made.looks ?? []).map((look, index) => ({
      ...{ kind: "contrast", step: 100 * (index + 1), epoch: index / 8, proxyTop1: 0, proxyTop1Real: 0 },
      ...{ top: 1024, topGradientShare: 0.5, probability: probabilities(0.01, 0.001) },
      ...look,
    })),
  ];
  writeFileSync(join(path, "metrics.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Folders of runs by cell, their seeds counted from 0, read again as the reproduction reads them. */
export function madeRuns(runs: Readonly<Record<string, readonly MadeRun[]>>): Promise<FinishedRuns> {
  const folder = temporaryFolder();
  for (const [cell, all] of Object.entries(runs))
    for (const [seed, made] of all.entries()) writeRun(join(folder, `${cell}-seed-${seed}`), made);
  const cells = Object.fromEntries(grid.map(({ name }) => [name, {}]));
  return readFinishedRuns(folder, expandSweep({ seeds: [0, 1, 2, 3, 4, 5, 6, 7], cells }, "made"));
}
