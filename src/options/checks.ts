// Rules between options of pre-training: each says what contradicts what, where it came from, and what to do.
import type { MochiErrorFields } from "../errors.ts";
import type { Sources } from "./layers.ts";
import type { PretrainValues } from "./pretrain.ts";

/** What the rules read: pre-training's own values, and those of the method where it has them. */
export interface CheckedValues extends PretrainValues {
  queueSize?: number;
  bnSplits?: number;
  hardest?: number;
  synthetic?: number;
  syntheticWithQuery?: number;
  mixingWarmup?: number;
}

export type Check = (values: CheckedValues, sources: Sources) => MochiErrorFields[];

/** Every rule that needs nothing but the values; all of them are asked, so that all faults are told at once. */
export const optionChecks: readonly Check[] = [
  queueHoldsWholeBatches,
  hardestFitTheQueue,
  syntheticNeedHardest,
  mixingStarts,
  learningRateFalls,
  batchDivides,
  resolutionsIncrease,
  milestonesFit,
  minutesStandAlone,
];

function queueHoldsWholeBatches({ queueSize, batchSize }: CheckedValues, { place }: Sources): MochiErrorFields[] {
  if (queueSize === undefined || queueSize % batchSize === 0) return [];
  return [
    {
      code: "queue-not-multiple",
      message: `queue size ${queueSize} is not a multiple of batch size ${batchSize}`,
      where: place("queueSize"),
      remedy: `use ${neighbours(queueSize, batchSize)}`,
    },
  ];
}

function hardestFitTheQueue({ hardest, queueSize }: CheckedValues, { place }: Sources): MochiErrorFields[] {
  if (hardest === undefined || queueSize === undefined || hardest <= queueSize) return [];
  return [
    {
      code: "hardest-above-queue",
      message: `${hardest} hardest negatives cannot be taken from a queue of ${queueSize}`,
      where: place("hardest"),
      remedy: `use an N of at most ${queueSize}, or a larger --queue-size`,
    },
  ];
}

function syntheticNeedHardest(values: CheckedValues, { place }: Sources): MochiErrorFields[] {
  const { hardest, synthetic = 0, syntheticWithQuery = 0 } = values;
  if (hardest === undefined) return [];
  // A pair needs two different parents; mixing with the query needs one.
  const needed = synthetic > 0 ? 2 : syntheticWithQuery > 0 ? 1 : 0;
  if (hardest >= needed) return [];
  return [
    {
      code: "synthetic-without-hardest",
      message: `${synthetic} + ${syntheticWithQuery} synthetic negatives cannot be mixed from ${hardest} hardest ones`,
      where: place("hardest"),
      remedy: `use an N of at least ${needed}, for example --mochi 256,${synthetic},${syntheticWithQuery}, or s = s′ = 0`,
    },
  ];
}

function mixingStarts(values: CheckedValues, sources: Sources): MochiErrorFields[] {
  const { mixingWarmup, epochs, synthetic = 0, syntheticWithQuery = 0 } = values;
  if (mixingWarmup === undefined || mixingWarmup < epochs || isLengthOpen(values, sources)) return [];
  if (synthetic + syntheticWithQuery === 0) return [];
  return [
    {
      code: "mixing-never-starts",
      message: `mixing warm-up of ${epochsOf(mixingWarmup)} is not shorter than the run of ${epochsOf(epochs)}`,
      where: sources.place("mixingWarmup"),
      remedy: `use --mixing-warmup ${share(epochs, 0.15)}, or more --epochs`,
    },
  ];
}

function learningRateFalls(values: CheckedValues, sources: Sources): MochiErrorFields[] {
  const { lrWarmup, epochs } = values;
  if (lrWarmup === 0 || lrWarmup < epochs || isLengthOpen(values, sources)) return [];
  return [
    {
      code: "lr-warmup-too-long",
      message: `learning-rate warm-up of ${epochsOf(lrWarmup)} is not shorter than the run of ${epochsOf(epochs)}`,
      where: sources.place("lrWarmup"),
      remedy: `use --lr-warmup ${share(epochs, 0.05)}, or more --epochs`,
    },
  ];
}

function batchDivides({ batchSize, accumulate, bnSplits = 1 }: CheckedValues, { place }: Sources): MochiErrorFields[] {
  if (batchSize % accumulate !== 0) {
    return [
      {
        code: "batch-not-divisible",
        message: `batch size ${batchSize} is not divisible by the ${accumulate} parts it is accumulated from`,
        where: place("accumulate"),
        remedy: `use --batch-size ${neighbours(batchSize, accumulate)}`,
      },
    ];
  }
  const part = batchSize / accumulate;
  if (part % bnSplits === 0) return [];
  const ofPart =
    accumulate > 1 ? `a part of ${part} images (batch size ${batchSize} / ${accumulate})` : `batch size ${part}`;
  return [
    {
      code: "batch-not-divisible",
      message: `${ofPart} is not divisible by ${bnSplits} BN splits`,
      where: place("bnSplits"),
      remedy: `use --batch-size ${neighbours(batchSize, bnSplits * accumulate)}, or --bn-splits 1`,
    },
  ];
}

function resolutionsIncrease({ resolutions, imageSize }: CheckedValues, { place }: Sources): MochiErrorFields[] {
  if (resolutions.length === 0) return [];
  const written = resolutions.map(({ size, until }) => `${size}:${until}`).join(",");
  const refuse = (message: string, remedy: string) => [
    { code: "resolutions-refused", message: `resolutions ${written}: ${message}`, where: place("resolutions"), remedy },
  ];
  const rises = (pick: (stage: (typeof resolutions)[number]) => number) =>
    resolutions.every((stage, index) => index === 0 || pick(stage) > pick(resolutions[index - 1]!));
  if (!rises(({ size }) => size)) return refuse("the sizes do not increase", "order them, small to large");
  if (!rises(({ until }) => until))
    return refuse("the shares do not increase", "give the share at which each stage ends");
  const last = resolutions.at(-1)!;
  if (last.until !== 1) return refuse(`the last stage ends at ${last.until}, not at 1`, `end with ${last.size}:1`);
  if (last.size !== imageSize) {
    return refuse(
      `the last size is ${last.size} px, but the image size is ${imageSize}`,
      `use --image-size ${last.size}, or --resolutions ${imageSize}:1`,
    );
  }
  return [];
}

function milestonesFit(
  { schedule, milestones, epochs }: CheckedValues,
  { place, isGiven }: Sources,
): MochiErrorFields[] {
  const refuse = (key: string, message: string, remedy: string) => [
    { code: "milestones-refused", message, where: place(key), remedy },
  ];
  if (schedule === "cosine") {
    if (milestones.length === 0 || !isGiven("milestones")) return [];
    return refuse("milestones", "the cosine schedule has no milestones", "add --schedule step, or drop --milestones");
  }
  const example = `for example --milestones ${share(epochs, 0.6)},${share(epochs, 0.8)}`;
  if (milestones.length === 0) return refuse("schedule", "the step schedule has no milestones", example);
  const fits = milestones.every((at, index) => at < epochs && (index === 0 || at > milestones[index - 1]!));
  if (fits) return [];
  const message = `milestones ${milestones.join(",")} do not increase within the run of ${epochsOf(epochs)}`;
  return refuse("milestones", message, example);
}

function minutesStandAlone({ minutes, preset }: CheckedValues, { place, isGiven }: Sources): MochiErrorFields[] {
  if (minutes === 0 || !isGiven("minutes")) return [];
  const refuse = (message: string, remedy: string) => ({
    code: "minutes-refused",
    message,
    where: place("minutes"),
    remedy,
  });
  const problems: MochiErrorFields[] = [];
  if (preset !== "quickstart") {
    problems.push(
      refuse(`minutes ${minutes} belongs to the preset quickstart, not to ${preset}`, "use --epochs instead"),
    );
  }
  const derived = ["epochs", "resolutions"].filter(isGiven);
  if (derived.length > 0) {
    const others = derived.map(place).join(" and ");
    problems.push(refuse(`minutes ${minutes} and ${others} contradict each other`, "give the minutes, or the rest"));
  }
  return problems;
}

/** With --minutes the length of the run is known only once it is planned; its rules are asked again then. */
function isLengthOpen({ minutes }: CheckedValues, { of }: Sources): boolean {
  return minutes > 0 && of("epochs") !== "derived";
}

/** The multiples of `step` next to a number, the lower one only where it is not 0. */
function neighbours(value: number, step: number): string {
  const below = Math.floor(value / step) * step;
  return below === 0 ? `${step}` : `${below} or ${below + step}`;
}

function share(epochs: number, part: number): number {
  return Number((epochs * part).toPrecision(2));
}

function epochsOf(count: number): string {
  return `${count} ${count === 1 ? "epoch" : "epochs"}`;
}
