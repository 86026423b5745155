// The analyses by name, and the choice among them.
import { nearest, UsageError } from "../../errors.ts";
import type { Analyses } from "../../run/analyses.ts";

export type AnalysisName = keyof Analyses;

export const analysisNames: readonly AnalysisName[] = [
  "hardness",
  "proxy-task",
  "false-negatives",
  "microscope",
  "alignment-uniformity",
  "spectrum",
  "confusion",
  "map",
];

/** @param only names between commas; all where undefined. @throws UsageError `analysis-unknown` */
export function chooseAnalyses(only: string | undefined): readonly AnalysisName[] {
  if (only === undefined) return analysisNames;
  const wanted = only.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !(analysisNames as readonly string[]).includes(name));
  if (unknown === undefined) return wanted as AnalysisName[];
  const near = nearest(unknown, analysisNames);
  throw new UsageError([
    {
      code: "analysis-unknown",
      message: `no analysis is called "${unknown}"${near ? `; did you mean "${near}"?` : ""}`,
      where: "--only",
      remedy: `analyses: ${analysisNames.join(", ")}`,
    },
  ]);
}
