// Chart: which class the nearest neighbours take for which; a cell's strength is its share of the true class.
import type { ConfusionAnalysis } from "../../run/analyses.ts";
import { count, percent } from "../format.ts";
import { HEAT, MOST_OPACITY } from "./heat.ts";
import type { Figure } from "./render.ts";

// Pixels of a cell and its text, where there is room for it.
const MOST_LABELLED = 30;
const MOST_COUNTED = 20;
const SIDE = 520;

/** `name` must be unique in the page. */
export function confusionChart(name: string, { classes, counts, top1, note }: ConfusionAnalysis): Figure {
  const shares = counts.map((row) => row.map((cell) => (100 * cell) / Math.max(1, sum(row))));
  const values = counts.flatMap((row, i) =>
    row.flatMap((cell, j) =>
      cell === 0
        ? []
        : [
            {
              truth: i,
              guess: j,
              share: Number(shares[i]![j]!.toFixed(2)),
              count: count(cell),
              text: `${shares[i]![j]!.toFixed(0)} %`,
            },
          ],
    ),
  );
  const isLabelled = classes.length <= MOST_LABELLED;
  const axis = {
    labelExpr: `${JSON.stringify(classes)}[datum.value]`,
    labels: isLabelled,
    domain: false,
    labelFontSize: 11,
  };
  const field = (name: string, title: string, more: object) => ({
    field: name,
    type: "ordinal",
    title,
    scale: { domain: classes.map((_, i) => i), paddingInner: classes.length > MOST_COUNTED ? 0 : 0.04 },
    axis: { ...axis, ...more },
  });
  const encoding = {
    x: field("guess", "class predicted by kNN", { labelAngle: -40, labelAlign: "right", grid: false }),
    y: field("truth", "true class", { grid: false }),
  };
  const text = (dy: number, fontSize: number, of: string, more: object = {}) => ({
    mark: { type: "text", color: "currentColor", fontSize, dy, ...more },
    encoding: { ...encoding, text: { field: of, type: "nominal" } },
  });
  const isCounted = classes.length <= MOST_COUNTED;
  return {
    name,
    title: "Confusion of the classes",
    caption: `kNN on the test images, top-1 ${percent(top1)} %: count of images${isCounted ? " and" : ";"} per cent of the true class${isCounted ? "" : " by strength"}. ${note}`,
    spec: {
      width: SIDE,
      height: SIDE - 80,
      padding: { left: 4, right: 4, top: 4, bottom: 4 },
      data: { values },
      layer: [
        {
          mark: { type: "rect", fill: HEAT },
          encoding: {
            ...encoding,
            fillOpacity: {
              field: "share",
              type: "quantitative",
              scale: { domain: [0, 100], range: [0.03, MOST_OPACITY] },
              legend: null,
            },
          },
        },
        ...(isCounted ? [text(-6, 12, "text", { fontWeight: "bold" }), text(8, 9.5, "count", { opacity: 0.8 })] : []),
      ],
    } as Figure["spec"],
  };
}

/** The largest confusions, in per cent of the true class. */
export function worstConfusions({ classes, counts }: ConfusionAnalysis, most: number) {
  return counts
    .flatMap((row, i) =>
      row.map((cell, j) => ({ truth: classes[i]!, guess: classes[j]!, count: cell, of: sum(row), isWrong: i !== j })),
    )
    .filter(({ isWrong, count }) => isWrong && count > 0)
    .sort((a, b) => b.count / b.of - a.count / a.of)
    .slice(0, most);
}

function sum(row: readonly number[]): number {
  return row.reduce((total, cell) => total + cell, 0);
}
