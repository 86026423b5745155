// The table of a sweep as it is printed: a line for each cell, with mean, spread and number of seeds.
import type { SweepResult, SweepResults } from "../run/sweep-folder.ts";

/** Lines to print; `±` is the sample standard deviation over the finished seeds. */
export function sweepTable({ cells }: Pick<SweepResults, "cells">): string[] {
  const evaluations = [...new Set(cells.flatMap(({ top1 }) => Object.keys(top1)))];
  const head = ["cell", "seeds", ...evaluations.map((name) => `${name === "knn" ? "kNN" : name} top-1 %`), ""];
  const rows = cells.map((cell) => [
    cell.name,
    seedsOf(cell),
    ...evaluations.map((name) => scoreOf(cell, name)),
    remarkOn(cell),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  return [head, ...rows].map(
    (row) =>
      `  ${row
        .map((text, column) => text.padEnd(widths[column]!))
        .join("  ")
        .trimEnd()}`,
  );
}

function seedsOf({ runs }: SweepResult): string {
  const finished = runs.filter(({ status }) => status === "finished").length;
  return finished === runs.length ? String(finished) : `${finished} of ${runs.length}`;
}

function scoreOf({ top1 }: SweepResult, name: string): string {
  const score = top1[name];
  if (!score) return "–";
  return score.std === undefined ? score.mean.toFixed(2) : `${score.mean.toFixed(2)} ± ${score.std.toFixed(2)}`;
}

function remarkOn({ runs }: SweepResult): string {
  const messages = new Set(
    runs.filter(({ status }) => status === "failed").map(({ message = "failed" }) => message.split("\n")[0]!),
  );
  const collapsed = runs.filter(({ isCollapsed }) => isCollapsed).map(({ seed }) => seed);
  return [
    ...[...messages].map((message) => `failed: ${message}`),
    ...(collapsed.length > 0 ? [`collapsed: seed ${collapsed.join(", ")}`] : []),
  ].join("; ");
}
