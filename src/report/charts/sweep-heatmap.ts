// Chart: what two options of a sweep gain over a baseline, as the talk shows (s, s′); a third option as panels.
import type { SweepHeatmap, SweepResult, SweepResults } from "../../run/sweep-folder.ts";
import { COLD, HEAT, MOST_OPACITY } from "./heat.ts";
import type { Figure } from "./render.ts";

const CELL = { width: 92, height: 56 };

interface HeatCell {
  x: unknown;
  y: unknown;
  panel: unknown;
  gain: number;
  text: string;
  spread: string;
}

/** Undefined where the sweep names no axes, or nothing on them is finished. */
export function sweepHeatmap({ cells, heatmap }: Pick<SweepResults, "cells" | "heatmap">): Figure | undefined {
  if (!heatmap) return undefined;
  const score = heatmap.score ?? "linear";
  const baseline = cells.find(({ name }) => name === heatmap.baseline)?.top1[score];
  if (!baseline) return undefined;
  const found = cells.flatMap((cell) => heatCell(cell, heatmap, score, baseline.mean) ?? []);
  if (found.length === 0) return undefined;
  const strongest = Math.max(...found.map(({ gain }) => Math.abs(gain)), 1e-9);
  const axis = (field: "x" | "y", title: string, descending: boolean) => ({
    field,
    type: "ordinal",
    title,
    sort: descending ? "descending" : "ascending",
    scale: { paddingInner: 0.04 },
    axis: { domain: false, grid: false },
  });
  const encoding = { x: axis("x", words(heatmap.x), false), y: axis("y", words(heatmap.y), true) };
  const text = (field: string, dy: number, fontSize: number, more: object = {}) => ({
    mark: { type: "text", color: "currentColor", fontSize, dy, ...more },
    encoding: { ...encoding, text: { field, type: "nominal" } },
  });
  const distinct = (field: "x" | "y") => new Set(found.map((cell) => cell[field])).size;
  const layered = {
    width: CELL.width * distinct("x"),
    height: CELL.height * distinct("y"),
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          ...encoding,
          fill: { condition: { test: "datum.gain < 0", value: COLD }, value: HEAT },
          fillOpacity: {
            field: "strength",
            type: "quantitative",
            scale: { domain: [0, strongest], range: [0.05, MOST_OPACITY] },
            legend: null,
          },
        },
      },
      text("text", -7, 13, { fontWeight: "bold" }),
      text("spread", 9, 10, { opacity: 0.8 }),
    ],
  };
  const values = found.map((cell) => ({ ...cell, strength: Math.abs(cell.gain) }));
  const { std, runs, mean } = baseline;
  const over = `${heatmap.baseline}: ${mean.toFixed(2)}${std === undefined ? "" : ` ± ${std.toFixed(2)}`} %, ${runs} ${runs === 1 ? "seed" : "seeds"}`;
  return {
    name: "sweep-heatmap",
    title: `Gains in ${score === "knn" ? "kNN" : score} top-1 over ${heatmap.baseline}`,
    caption: `Points of per cent over ${over}; below, the standard deviation of the cell over its seeds and their number.`,
    spec: {
      padding: { left: 4, right: 4, top: 4, bottom: 4 },
      data: { values },
      ...(heatmap.panel
        ? {
            facet: {
              column: {
                field: "panel",
                type: "ordinal",
                title: words(heatmap.panel),
                header: { titleColor: "currentColor", labelColor: "currentColor" },
              },
            },
            spec: layered,
          }
        : layered),
    } as unknown as Figure["spec"],
  };
}

function heatCell(
  { name, values, top1 }: SweepResult,
  heatmap: SweepHeatmap,
  score: string,
  baseline: number,
): HeatCell | undefined {
  const found = top1[score];
  const [x, y, panel] = [heatmap.x, heatmap.y, heatmap.panel].map((key) => (key ? values[key] : ""));
  if (!found || x === undefined || y === undefined || panel === undefined || name === heatmap.baseline)
    return undefined;
  const gain = found.mean - baseline;
  const spread = found.std === undefined ? "1 seed" : `± ${found.std.toFixed(2)}, ${found.runs} seeds`;
  return { x, y, panel, gain, text: `${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(2)}`, spread };
}

// `syntheticWithQuery` → `synthetic with query`; the papers' letters where they have one.
function words(key: string): string {
  const letter = { hardest: "N", synthetic: "s", syntheticWithQuery: "s′", queueSize: "K", temperature: "τ" }[key];
  const spelled = key.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  return letter ? `${letter}: ${spelled}` : spelled;
}
