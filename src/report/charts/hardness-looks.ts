// Charts: how hard the negatives are at chosen epochs, matching probability against rank; synthetic ones apart.
import { type ContrastMetrics, LOOK_RANKS } from "../../run/analyses.ts";
import { epochCount } from "../format.ts";
import { type BandPoint, meanCurve, seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import { type Curve, curveChart } from "./curve-chart.ts";
import { epochOf } from "./looks.ts";
import type { Figure } from "./render.ts";

const MOST_EPOCHS = 6;

type Probabilities = (look: ContrastMetrics) => readonly number[] | undefined;

/** Of a single series one curve per chosen epoch; of several the last epoch of each. */
export function hardnessLookCharts(summaries: readonly Summary[]): Figure[] {
  const real = draw(summaries, ({ probability }) => probability, {
    name: "hardness-epochs",
    title: "How hard are the negatives",
    meaning:
      "Matching probability of the real negatives over the positive and real ones, sorted, mean over the queries.",
  });
  const synthetic = draw(summaries, ({ syntheticProbability }) => syntheticProbability, {
    name: "hardness-epochs-synthetic",
    title: "How hard are the synthetic negatives",
    meaning:
      "Matching probability of the synthetic negatives over the positive and all negatives, sorted, mean over the queries.",
  });
  return [real, synthetic].filter((figure) => figure !== undefined);
}

/** At most six of the epochs, the first and the last among them, evenly apart. */
export function chosenEpochs(epochs: readonly number[]): number[] {
  const sorted = [...new Set(epochs)].sort((a, b) => a - b);
  const chosen = Math.min(MOST_EPOCHS, sorted.length);
  const place = (i: number) => (chosen > 1 ? Math.round((i * (sorted.length - 1)) / (chosen - 1)) : 0);
  return Array.from({ length: chosen }, (_, i) => sorted[place(i)]!);
}

function draw(
  summaries: readonly Summary[],
  probabilities: Probabilities,
  { name, title, meaning }: { name: string; title: string; meaning: string },
): Figure | undefined {
  const all = seriesOf(summaries).map(({ label, members }) => ({
    label,
    members: members.map((member) => byEpoch(member, probabilities)).filter(({ size }) => size > 0),
  }));
  const isSingle = all.filter(({ members }) => members.length > 0).length === 1;
  const curves = all.flatMap(({ label, members }): Curve[] => {
    if (members.length === 0) return [{ series: label, part: "", points: [] }];
    const common = [...members[0]!.keys()].filter((epoch) => members.every((member) => member.has(epoch)));
    const chosen = isSingle ? chosenEpochs(common) : common.slice(-1);
    return chosen.map((epoch) => ({
      series: label,
      part: isSingle ? `epoch ${epochCount(epoch + 1)}` : "last epoch",
      points: meanCurve(members.map((member) => member.get(epoch)!)),
    }));
  });
  const when = isSingle ? "" : " Last epoch of each.";
  return curveChart({
    name,
    title,
    caption: `${meaning} Mean over the looks of an epoch.${when}`,
    x: { title: "rank of the negative, hardest first", isLog: true },
    y: { title: "matching probability", isLog: true },
    curves,
    isOrdered: true,
  });
}

/** The mean curve of each epoch, by its number from 0. */
function byEpoch({ run }: Summary, probabilities: Probabilities): Map<number, BandPoint[]> {
  const groups = new Map<number, (readonly number[])[]>();
  for (const look of run.contrasts) {
    const values = probabilities(look);
    // A look at the very end of an epoch belongs to it.
    const epoch = Math.max(0, Math.ceil(epochOf(run, look)) - 1);
    if (values && values.length > 0) groups.set(epoch, [...(groups.get(epoch) ?? []), values]);
  }
  return new Map(
    [...groups].map(([epoch, looks]) => {
      const length = Math.min(...looks.map((values) => values.length));
      const mean = (i: number) => looks.reduce((sum, values) => sum + values[i]!, 0) / looks.length;
      return [epoch, Array.from({ length }, (_, i) => ({ x: LOOK_RANKS[i]!, y: mean(i) }))];
    }),
  );
}
