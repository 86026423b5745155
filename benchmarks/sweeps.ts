// What the cost of mixing is measured against: one size of the loss varied at a time, the others at the paper's.
import { type LossSettings, lossCase, lossSettings } from "../src/experiment/bench/cases/loss.ts";

export interface Sweep {
  /** The setting that varies. */
  setting: keyof LossSettings;
  /** As the axis calls it. */
  symbol: string;
  values: readonly number[];
}

const base = lossSettings(16_384, [1024, 1024, 128]);

export const sweeps: readonly Sweep[] = [
  { setting: "queueSize", symbol: "K", values: [2048, 4096, 8192, 16_384, 32_768, 65_536] },
  { setting: "hardest", symbol: "N", values: [64, 256, 1024, 4096, 16_384] },
  { setting: "synthetic", symbol: "s", values: [64, 256, 1024, 4096] },
  { setting: "syntheticWithQuery", symbol: "s′", values: [32, 128, 512, 2048] },
  { setting: "batch", symbol: "B", values: [64, 128, 256, 512, 1024] },
];

/** The case of one point of a sweep. */
export function sweepCase({ setting, symbol }: Sweep, value: number) {
  return { ...lossCase({ ...base, [setting]: value }), name: `cost/${symbol}${value}` };
}

export interface Point {
  value: number;
  /** Milliseconds of loss and gradient. */
  ms: number;
  /** Peak memory of the work, without what libtorch itself takes. */
  mebibytes: number;
}

/** Exponent of the steepest of the last steps of a curve: 1 is linear. */
export function growth(points: readonly Pick<Point, "value">[], of: (index: number) => number): number {
  const last = points.length - 1;
  const slopes = [last - 1, last].map(
    (to) => Math.log(of(to) / of(to - 1)) / Math.log(points[to]!.value / points[to - 1]!.value),
  );
  return Math.max(...slopes);
}
