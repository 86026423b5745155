// Charts: the gains of a sweep over its baseline as heat maps, one for each panel.
import type { SweepHeatmap } from "../../run/sweep-folder.ts";
import { percentWithSpread } from "../format.ts";
import type { GainCell, Gains } from "../sweep-gains.ts";
import { COLD, HEAT, MOST_OPACITY } from "./heat.ts";
import type { Figure } from "./render.ts";
import { CHART_WIDTH } from "./theme.ts";

/** `name` must be unique in the page; all panels have one scale. */
export function gainCharts(name: string, gains: Gains, heatmap: SweepHeatmap): Figure[] {
  const { panel, baseline, score } = heatmap;
  const most = Math.max(...gains.cells.map(({ gain }) => Math.abs(gain ?? 0)), 1e-9);
  const title = `Gain in ${score === "knn" ? "kNN" : "linear"} top-1 over ${baseline}`;
  const { mean, std, seeds } = gains.baseline;
  const how = gains.isPaired
    ? "differences between runs of the same seed"
    : "differences of means, because not all seeds are shared";
  const caption = `Percentage points, mean ± standard deviation over the seeds (n), from ${how}. Baseline: ${percentWithSpread(mean, std)} % (n = ${seeds}).`;
  return gains.panels.map((value, i) => ({
    name: `${name}-${i}`,
    title: panel === undefined ? title : `${title}: ${optionName(panel)} = ${value}`,
    caption,
    spec: heatSpec(
      gains,
      gains.cells.filter((cell) => cell.panel === value),
      heatmap,
      most,
    ),
  }));
}

function heatSpec({ x, y }: Gains, cells: readonly GainCell[], heatmap: SweepHeatmap, most: number): Figure["spec"] {
  const values = cells.map(({ gain, std, seeds, ...place }) => ({
    x: place.x,
    y: place.y,
    strength: Math.abs(gain ?? 0) / most,
    isGain: (gain ?? 0) >= 0,
    text: gain === undefined ? "–" : signed(gain),
    spread: gain === undefined ? "waiting" : `${std === undefined ? "" : `± ${std.toFixed(2)}, `}n = ${seeds}`,
  }));
  const axis = (field: string, name: string, domain: readonly string[]) => ({
    field,
    type: "ordinal",
    title: optionName(name),
    scale: { domain, paddingInner: 0.05 },
    axis: { grid: false, domain: false },
  });
  const encoding = { x: axis("x", heatmap.x, x), y: axis("y", heatmap.y, y) };
  const text = (field: string, dy: number, more: object) => ({
    mark: { type: "text", color: "currentColor", dy, ...more },
    encoding: { ...encoding, text: { field, type: "nominal" } },
  });
  return {
    width: CHART_WIDTH,
    height: 70 + 52 * y.length,
    autosize: { type: "fit", contains: "padding" },
    padding: { left: 4, right: 4, top: 4, bottom: 4 },
    data: { values },
    layer: [
      {
        mark: { type: "rect", cornerRadius: 3 },
        encoding: {
          ...encoding,
          fill: {
            field: "isGain",
            type: "nominal",
            scale: { domain: [true, false], range: [HEAT, COLD] },
            legend: null,
          },
          fillOpacity: {
            field: "strength",
            type: "quantitative",
            scale: { domain: [0, 1], range: [0.04, MOST_OPACITY] },
            legend: null,
          },
        },
      },
      text("text", -7, { fontSize: 15, fontWeight: "bold" }),
      text("spread", 10, { fontSize: x.length > 5 ? 8 : 10, opacity: 0.85 }),
    ],
  } as Figure["spec"];
}

/** As the talk writes the options of MoCHi; others by their own names. */
export function optionName(option: string): string {
  const names: Record<string, string> = {
    hardest: "N (hardest)",
    synthetic: "s (synthetic)",
    syntheticWithQuery: "s′ (syntheticWithQuery)",
  };
  return names[option] ?? option;
}

/** `+0.71`, `−0.20`, `0.00`. */
function signed(gain: number): string {
  const text = Math.abs(gain).toFixed(2);
  if (Number(text) === 0) return text;
  return `${gain > 0 ? "+" : "−"}${text}`;
}
