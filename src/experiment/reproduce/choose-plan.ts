// From hours to seeds, width and epochs of the reproduction, as arithmetic on measured costs.
import { UsageError } from "../../errors.ts";
import { curvePoints, type GridCell, grid, type Kind } from "./grid.ts";

/** What a run costs on this machine at one width. */
export interface Costs {
  /** Training rate of each kind of cell. */
  readonly imagesPerSecond: Readonly<Record<Kind, number>>;
  /** Seconds of all that follows training: kNN, linear classification, analysis, pictures. */
  readonly evaluationSeconds: number;
  /** Seconds of one look of the kNN monitor. */
  readonly monitorSeconds: number;
}

export interface Seeds {
  /** Of MoCo-v2 and the main MoCHi, whose difference in accuracy is the hardest to tell. */
  readonly main: number;
  /** Of every other cell. */
  readonly others: number;
}

export interface Choice {
  readonly seeds: Seeds;
  readonly width: number;
  /** Of a run of the baseline. */
  readonly epochs: number;
  readonly runs: number;
  readonly trainingHours: number;
  readonly evaluationHours: number;
  /** Why, one line each. */
  readonly reasons: readonly string[];
}

/** Widest first. */
export const widths = [32, 16, 8] as const;

// The rest is for what is not counted: looks at the logits, checkpoints, other programs.
const keptBack = 0.1;
const levels: readonly Seeds[] = [
  { main: 10, others: 5 },
  { main: 8, others: 4 },
  { main: 6, others: 3 },
  { main: 4, others: 3 },
  { main: 3, others: 2 },
];
const fewest = levels.at(-1)!;
// Shorter runs tell little of how training goes on.
const baselineSeconds = 90;
const enoughEpochs = 6;
const leastEpochs = 3;

/** How many seeds a cell has. */
export function seedsOf({ isMain }: Pick<GridCell, "isMain">, { main, others }: Seeds): number {
  return isMain ? main : others;
}

/**
 * The most seeds at which a baseline run trains long enough; then the widest encoder that sees the images often enough;
 * then as many epochs as fit.
 * @param images of training
 * @param costs by width, of all `widths`
 * @throws UsageError `hours-too-few` with the least there is a plan for
 */
export function choosePlan(hours: number, images: number, costs: ReadonlyMap<number, Costs>): Choice {
  const seconds = hours * 3600 * (1 - keptBack);
  for (const seeds of levels) {
    for (const width of widths) {
      const at = costs.get(width)!;
      const { evaluation, perEpoch } = secondsOf(seeds, images, at);
      const epochs = floor((seconds - evaluation) / perEpoch);
      const trains = (epochs * images) / at.imagesPerSecond.moco;
      const isNarrowest = width === widths.at(-1);
      const isEnough = seeds === fewest ? isNarrowest && epochs >= leastEpochs : false;
      if (!(epochs >= enoughEpochs && trains >= baselineSeconds) && !isEnough) continue;
      return {
        seeds,
        width,
        epochs,
        runs: grid.reduce((sum, cell) => sum + seedsOf(cell, seeds), 0),
        trainingHours: (epochs * perEpoch) / 3600,
        evaluationHours: evaluation / 3600,
        reasons: [
          `${hours} hours, of which ${100 * keptBack} % are kept back for what is not counted`,
          seedsReason(seeds),
          widthReason(width),
          `${epochs} epochs of ${images} images: what fits; a MoCo-v2 run trains for ${trains.toFixed(0)} s at ${at.imagesPerSecond.moco} images/s, measured on this machine`,
          `evaluation and analysis of a run: ${at.evaluationSeconds.toFixed(0)} s, measured on a sample`,
        ],
      };
    }
  }
  throw tooFew(hours, images, costs.get(widths.at(-1)!)!);
}

function secondsOf(seeds: Seeds, images: number, { imagesPerSecond, evaluationSeconds, monitorSeconds }: Costs) {
  let [evaluation, perEpoch] = [0, 0];
  for (const cell of grid) {
    const count = seedsOf(cell, seeds);
    evaluation += count * (evaluationSeconds + curvePoints * monitorSeconds);
    perEpoch += (count * cell.length * images) / imagesPerSecond[cell.kind];
  }
  return { evaluation, perEpoch };
}

function seedsReason(seeds: Seeds): string {
  const { main, others } = seeds;
  const why =
    seeds === fewest
      ? "the fewest there is a plan for"
      : `the most at which a MoCo-v2 run trains for at least ${baselineSeconds} s and ${enoughEpochs} epochs`;
  return `${main} seeds of MoCo-v2 and the main MoCHi, ${others} of the others: ${why}`;
}

function widthReason(width: number): string {
  return width === widths[0]
    ? `width ${width}: the widest of ${widths.join(", ")}, and there is time for ${enoughEpochs} epochs`
    : `width ${width}: with ${widths[widths.indexOf(width as 8) - 1]} channels there would not be time for ${enoughEpochs} epochs`;
}

function tooFew(hours: number, images: number, costs: Costs): UsageError {
  const { evaluation, perEpoch } = secondsOf(fewest, images, costs);
  // Rounded up to what --hours is given in.
  const least = Math.ceil((100 * (evaluation + (leastEpochs + 0.01) * perEpoch)) / 3600 / (1 - keptBack)) / 100;
  return new UsageError([
    {
      code: "hours-too-few",
      message: `${hours} hours are too few: ${fewest.main} and ${fewest.others} seeds of ${leastEpochs} epochs at width ${widths.at(-1)} take ${least} on this machine`,
      where: "--hours",
      remedy: `use --hours ${least} or more`,
    },
  ]);
}

function floor(epochs: number): number {
  return Math.floor(100 * epochs) / 100;
}
