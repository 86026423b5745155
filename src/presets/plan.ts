// From minutes to epochs: the one dial of quickstart, as arithmetic on measured rates.
import { UsageError } from "../errors.ts";
import { formatFlag, type OptionRecord, pretrainOptions, type ResolutionStage } from "../options/index.ts";

export interface Rate {
  /** Side of the views, pixels. */
  readonly resolution: number;
  /** Training rate at that size, measured with `plannedWidth`. */
  readonly imagesPerSecond: number;
}

export interface Plan {
  readonly options: {
    readonly epochs: number;
    readonly width: number;
    readonly resolutions: readonly ResolutionStage[];
    readonly lrWarmup: number;
    readonly mixingWarmup: number;
  };
  /** Why each option is what it is, one line each. */
  readonly reasons: Readonly<Record<keyof Plan["options"], string>>;
  /** The same lines, in order. */
  readonly notes: readonly string[];
  /** The flags that give the same run again without measuring. */
  readonly flags: string;
}

// Shares of the time, from the recipe that quickstart follows: small views for the first 40 %, middle ones until 80 %.
const TIME_SHARES = [0.4, 0.4, 0.2];
const LR_WARMUP_SHARE = 0.05;
const MIXING_WARMUP_SHARE = 0.15;
/** Below so many minutes the net is halved in width. */
const WIDE_FROM_MINUTES = 4;

/** The sizes that a planned run trains on: half, three quarters and the whole of the image size. */
export function plannedResolutions(imageSize: number): number[] {
  return [imageSize / 2, (imageSize * 3) / 4, imageSize].map(Math.round);
}

/** Channels of the first stage for a run of `minutes`. */
export function plannedWidth(minutes: number): number {
  return minutes < WIDE_FROM_MINUTES ? 16 : 32;
}

/** Why `plannedWidth` is what it is. */
export function widthNote(minutes: number): string {
  return minutes < WIDE_FROM_MINUTES
    ? `width ${plannedWidth(minutes)} instead of 32: in less than ${WIDE_FROM_MINUTES} minutes the wider net would see the images too seldom`
    : `width ${plannedWidth(minutes)}: ${minutes} minutes suffice for it; below ${WIDE_FROM_MINUTES} it is 16`;
}

/**
 * Plans a run that trains for `minutes`.
 * @param rates one for each of the three sizes, in increasing order of size
 * @param datasetSize training images
 * @throws UsageError where minutes, rates or size leave nothing to train
 */
export function planFromMinutes(minutes: number, rates: readonly Rate[], datasetSize: number): Plan {
  requirePlannable(minutes, rates, datasetSize);
  const images = rates.map(({ imagesPerSecond }, stage) => minutes * 60 * TIME_SHARES[stage]! * imagesPerSecond);
  const total = images.reduce((sum, count) => sum + count, 0);
  const seen = images.map((_, stage) => images.slice(0, stage + 1).reduce((sum, count) => sum + count, 0));
  const resolutions = rates.map(({ resolution }, stage) => ({
    size: resolution,
    until: stage === rates.length - 1 ? 1 : round(seen[stage]! / total, 4),
  }));

  // Four digits: a rounding error of the time of at most one part in two thousand.
  const epochs = Number((total / datasetSize).toPrecision(4));
  const lrWarmup = Number((epochs * LR_WARMUP_SHARE).toPrecision(2));
  const mixingWarmup = Number(Math.min(1, epochs * MIXING_WARMUP_SHARE).toPrecision(2));
  const options = { epochs, width: plannedWidth(minutes), resolutions, lrWarmup, mixingWarmup };

  const sizes = rates.map(({ resolution }) => resolution).join(", ");
  const speeds = rates.map(({ imagesPerSecond }) => Math.round(imagesPerSecond)).join(", ");
  const reasons = {
    epochs: `epochs ${epochs}: ${minutes} ${minutes === 1 ? "minute" : "minutes"} at ${speeds} images/s for views of ${sizes} px, measured on this machine`,
    width: widthNote(minutes),
    resolutions: `resolutions ${pretrainOptions.resolutions.format(resolutions)}: ${sizes} px for 40, 40 and 20 % of the time, as early steps need less detail`,
    lrWarmup: `learning-rate warm-up ${lrWarmup} epochs: 5 % of the run`,
    mixingWarmup:
      mixingWarmup === 1
        ? "mixing warm-up 1 epoch: mixing starts with the second epoch at the latest"
        : `mixing warm-up ${mixingWarmup} epochs: 15 % of the run`,
  };
  return {
    options,
    reasons,
    notes: Object.values(reasons),
    flags: planFlags(options),
  };
}

function planFlags(options: Plan["options"]): string {
  const { mixingWarmup, ...values } = options;
  const record: OptionRecord = pretrainOptions;
  const flags = Object.keys(values).map((key) => formatFlag(record, values, record[key]!.flag));
  return [...flags, `--mixing-warmup ${mixingWarmup}`].join(" ");
}

function requirePlannable(minutes: number, rates: readonly Rate[], datasetSize: number): void {
  const refuse = (message: string, remedy: string) => {
    throw new UsageError([{ code: "minutes-unplannable", message, where: "--minutes", remedy }]);
  };
  if (!(minutes > 0)) refuse(`minutes is ${minutes}, expected a number above 0`, "for example --minutes 2");
  if (!(datasetSize > 0)) refuse("there are no images to plan for", "choose another --data");
  const isOrdered = rates.every(({ resolution }, stage) => stage === 0 || resolution > rates[stage - 1]!.resolution);
  if (rates.length !== TIME_SHARES.length || !isOrdered || !rates.every(({ imagesPerSecond }) => imagesPerSecond > 0)) {
    const given = rates.map(({ resolution, imagesPerSecond }) => `${resolution} px: ${imagesPerSecond}/s`).join(", ");
    refuse(
      `a plan needs positive rates for ${TIME_SHARES.length} increasing sizes, got ${given || "none"}`,
      "give --epochs instead",
    );
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
