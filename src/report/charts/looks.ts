// Charts of what the looks at the logits showed during training: proxy task, gradient shares, false negatives.
import type { ContrastMetrics, Run } from "../../run/types.ts";
import { count } from "../format.ts";
import { meanCurve, seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import { runningMean, type StepPoint, smoothingWindow, thinOut } from "./curve.ts";
import { curveChart } from "./curve-chart.ts";
import type { Figure } from "./render.ts";

interface Quantity {
  name: string;
  title: string;
  /** With the unit. */
  axisTitle: string;
  meaning: (top: string) => string;
  hasZero?: boolean;
  /** Values on the axis, by what the curve is called. */
  parts: (top: string) => readonly (readonly [string, (look: ContrastMetrics) => number | undefined])[];
}

const percentOf = (share: number | undefined) => (share === undefined ? undefined : 100 * share);

const QUANTITIES: readonly Quantity[] = [
  {
    name: "proxy-task",
    title: "Proxy task with and without synthetic negatives",
    axisTitle: "positive ranked first (% of queries)",
    meaning: () => "How often the positive outranks all negatives, and all real ones.",
    parts: () => [
      ["real negatives", (look) => percentOf(look.proxyTop1Real)],
      ["real and synthetic negatives", (look) => (hasSynthetic(look) ? percentOf(look.proxyTop1) : undefined)],
    ],
  },
  {
    name: "gradient-share",
    title: "Who carries the gradient",
    axisTitle: "share of the weights on negatives (%)",
    hasZero: true,
    meaning: (top) =>
      `Share of Σ p over the negatives, by which each pushes its query away, on the ${top} hardest real ones and on the synthetic ones.`,
    parts: (top) => [
      [`${top} hardest real negatives`, (look) => percentOf(look.topGradientShare)],
      ["synthetic negatives", (look) => percentOf(look.syntheticGradientShare)],
    ],
  },
  {
    name: "false-negatives",
    title: "False negatives, by the class oracle",
    axisTitle: "of the query’s class (%)",
    hasZero: true,
    meaning: (top) =>
      `Share of the ${top} hardest real negatives that are of the query’s class, beside that of all real ones.`,
    parts: (top) => [
      [`${top} hardest`, (look) => percentOf(look.falseTop)],
      ["all real negatives (base rate)", (look) => percentOf(look.falseBase)],
    ],
  },
  {
    name: "false-lift",
    title: "False negatives: lift over the base rate",
    axisTitle: "lift (times the base rate)",
    meaning: (top) => `How many times likelier the query’s class is among the ${top} hardest negatives than among all.`,
    parts: () => [
      ["lift", ({ falseTop, falseBase }) => (falseTop !== undefined && falseBase ? falseTop / falseBase : undefined)],
    ],
  },
  {
    name: "false-synthetic",
    title: "Synthetic negatives that are definitely false",
    axisTitle: "definitely false (%)",
    hasZero: true,
    meaning: () =>
      "Of the query’s class are both parents of a pair-mixed negative, the one parent of a query-mixed one.",
    parts: () => [
      ["pair-mixed", (look) => percentOf(look.falsePairs)],
      ["query-mixed", (look) => percentOf(look.falseWithQuery)],
    ],
  },
];

/** A figure for each quantity that the looks of some run have. */
export function lookCharts(summaries: readonly Summary[]): Figure[] {
  const tops = new Set(summaries.flatMap(({ run }) => run.contrasts.map(({ top }) => top)));
  const [only] = tops;
  const top = tops.size === 1 ? count(only) : "top";
  return QUANTITIES.flatMap(({ name, title, axisTitle, meaning, hasZero, parts }) => {
    const pointsOf = (value: (look: ContrastMetrics) => number | undefined, { run }: Summary) => lookPoints(run, value);
    const all = summaries.flatMap((summary) => parts(top).map(([, value]) => pointsOf(value, summary)));
    const window = smoothingOf(all);
    const curves = seriesOf(summaries).flatMap(({ label, members }) =>
      parts(top).map(([part, value]) => {
        const drawn = members.map((member) => pointsOf(value, member)).filter((points) => points.length > 0);
        return {
          series: label,
          part,
          points: thinOut(meanCurve(drawn.map((points) => (window > 1 ? runningMean(points, window) : points)))),
        };
      }),
    );
    const smoothed = window > 1 ? ` Each look is at one batch; drawn is the mean over ${window} looks.` : "";
    const figure = curveChart({
      name,
      title,
      caption: `${meaning(top)}${smoothed}`,
      x: { title: "epochs trained" },
      y: { title: axisTitle, ...(hasZero && { hasZero }) },
      curves,
    });
    return figure ?? [];
  });
}

/** Epochs trained at a look, between whole ones too. */
export function epochOf({ config, state }: Run, { step, epoch }: ContrastMetrics): number {
  const { epochs } = config.options;
  if (typeof epochs !== "number" || !state?.steps) return epoch;
  return Number(((step * epochs) / state.steps).toFixed(3));
}

function hasSynthetic(look: ContrastMetrics): boolean {
  return look.syntheticGradientShare !== undefined;
}

function lookPoints(run: Run, value: (look: ContrastMetrics) => number | undefined): StepPoint[] {
  return run.contrasts.flatMap((look) => {
    const y = value(look);
    return y === undefined ? [] : [{ x: epochOf(run, look), y, stretch: String(hasSynthetic(look)) }];
  });
}

// Few looks are shown as they are.
function smoothingOf(curves: readonly (readonly StepPoint[])[]): number {
  const longest = curves.reduce((a, b) => (b.length > a.length ? b : a), []);
  return longest.length > 20 ? smoothingWindow(longest) : 1;
}
