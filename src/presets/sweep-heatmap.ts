// What can be wrong with a sweep's heat map: axes that no cell sets, a baseline that is none, two cells in one place.
import { type MochiErrorFields, nearest } from "../errors.ts";
import type { ExpandedCell, HeatmapConfig } from "./sweep.ts";

const known = ["x", "y", "panel", "baseline", "score"];
const scores = ["linear", "knn"];

/** Everything that is wrong, for a sweep of these cells. */
export function heatmapFaults(
  heatmap: HeatmapConfig,
  cells: readonly ExpandedCell[],
  origin: string,
): MochiErrorFields[] {
  const refuse = (message: string, remedy: string) => ({ code: "sweep-refused", message, where: origin, remedy });
  const meant = (name: unknown, choices: readonly string[]) => {
    const near = nearest(String(name), choices);
    return near ? `; did you mean "${near}"?` : "";
  };
  const { x, y, panel, baseline, score = "linear" } = heatmap;
  const compared = cells.filter(({ name }) => name !== baseline);
  const options = [...new Set(compared.flatMap(({ values }) => Object.keys(values)))];
  const names = cells.map(({ name }) => name);
  const axes = Object.entries({ x, y, ...(panel !== undefined && { panel }) });
  const keys = axes.map(([, key]) => key);

  const problems = Object.keys(heatmap)
    .filter((key) => !known.includes(key))
    .map((key) => refuse(`unknown key "heatmap.${key}"${meant(key, known)}`, `a heat map has ${known.join(", ")}`));
  for (const [place, key] of axes)
    if (!options.includes(key))
      problems.push(
        refuse(`no cell sets heatmap.${place} "${key}"${meant(key, options)}`, "name an option of the cells"),
      );
  if (new Set(keys).size < keys.length)
    problems.push(refuse("the axes of the heat map are not different options", "name another for x, y and panel"));
  if (!names.includes(baseline))
    problems.push(
      refuse(`heatmap.baseline "${baseline}" is no cell${meant(baseline, names)}`, "name one of the sweep's cells"),
    );
  if (!scores.includes(score))
    problems.push(refuse(`unknown heatmap.score "${score}"${meant(score, scores)}`, `one of ${scores.join(", ")}`));
  if (problems.length > 0) return problems;

  const places = new Map<string, string>();
  for (const { name, values } of compared) {
    if (keys.some((key) => values[key] === undefined)) continue;
    const place = JSON.stringify(keys.map((key) => values[key]));
    const other = places.get(place);
    if (other !== undefined)
      problems.push(
        refuse(`cells "${other}" and "${name}" lie in one place of the heat map`, "draw another option, as panel"),
      );
    places.set(place, name);
  }
  return problems;
}
