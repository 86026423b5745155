// Analyses of the negatives: how hard they are, the proxy task, false negatives.
import { type ContrastLook, lookAtContrast } from "../../analyze/contrast-look.ts";
import { estimate, ratioEstimate } from "../../analyze/estimate.ts";
import type { Ui } from "../../options/index.ts";
import type { Estimate } from "../../run/analyses.ts";
import { indicesOf, keep } from "../../tensor/index.ts";
import type { OpenedRun } from "../open-run.ts";
import { lookAtBatches, type Reached, withoutContrast } from "./contrasts.ts";
import type { Header } from "./header.ts";
import type { AnalysisName } from "./names.ts";

const ofNegatives: readonly AnalysisName[] = ["hardness", "proxy-task", "false-negatives"];

/** Writes those of the three that are chosen; what cannot be is said. */
export async function analyzeNegatives(
  run: OpenedRun,
  chosen: ReadonlySet<AnalysisName>,
  { queries, header, reached, ui }: { queries: number; header: Header; reached: Reached; ui: Ui },
): Promise<void> {
  const wanted = ofNegatives.filter((name) => chosen.has(name));
  if (wanted.length === 0) return;
  const { labels } = run.data.train;
  const classes = labels && keep(indicesOf(labels));
  const looks: ContrastLook[] = [];
  let negatives = 0;
  const onProgress = (done: number) => ui.progress({ label: "queries", done: Math.min(done, queries), total: queries });
  const { count, areFresh } = await lookAtBatches(run, reached, { queries, onProgress }, (contrast) => {
    negatives = contrast.realNegatives;
    looks.push(lookAtContrast(contrast, classes));
  });
  classes?.dispose();
  ui.progress(undefined);
  if (count === 0) {
    ui.info(`${wanted.join(", ")} skipped: ${withoutContrast(run)}`);
    return;
  }
  const all = joined(looks);
  const note = `${count} queries from augmented training images in batches, as in training${areFresh ? ", no image of which has a key in the queue" : ""}; ± is the standard error over them`;
  const write = (name: AnalysisName, analysis: object) =>
    run.folder.writeAnalysis(name, { name, ...header(name), note, queries: count, ...analysis });
  const synthetic = all.syntheticProbability.length > 0;
  if (chosen.has("hardness")) {
    write("hardness", {
      negatives,
      probability: all.probability,
      probabilityError: relativeError(all, count),
      topGradientShare: ratioEstimate(all.topWeight, all.weight),
      ...(synthetic && {
        syntheticProbability: all.syntheticProbability,
        syntheticGradientShare: ratioEstimate(all.syntheticWeight, all.weight),
      }),
    });
  }
  if (chosen.has("proxy-task"))
    write("proxy-task", { real: estimate(all.hitsReal), ...(synthetic && { withSynthetic: estimate(all.hits) }) });
  const base = estimate(all.falseBase);
  const falseTop = estimate(all.falseTop);
  if (chosen.has("false-negatives")) {
    if (!base || !falseTop)
      ui.info(
        `false-negatives skipped: ${labels ? "the images behind the negatives are not known" : "the images have no labels"}`,
      );
    else
      write("false-negatives", {
        top: all.top,
        falseTop,
        base,
        ...liftOver(all.falseTop, all.falseBase),
        // Of two parents drawn at random both are of the query's class in base² of the pairs, query by query.
        ...againstBase(
          "pairs",
          all.falsePairs,
          all.falseBase.map((share) => share * share),
        ),
        ...againstBase("withQuery", all.falseWithQuery, all.falseBase),
      });
  }
}

function againstBase(name: string, shares: readonly number[], bases: readonly number[]): object {
  const found = estimate(shares);
  return found ? { [name]: { ...found, base: estimate(bases)!.mean, ...liftOver(shares, bases) } } : {};
}

function liftOver(shares: readonly number[], bases: readonly number[]): { lift?: Estimate } {
  const lift = ratioEstimate(shares, bases);
  return lift ? { lift } : {};
}

// The largest over the ranks of s/√n, by the mean.
function relativeError({ probability, probabilitySquare }: ContrastLook, queries: number): number {
  const errors = probability.map((mean, rank) =>
    mean > 0 ? Math.sqrt(Math.max(0, probabilitySquare[rank]! - mean ** 2) / Math.max(1, queries - 1)) / mean : 0,
  );
  return Math.max(0, ...errors);
}

/** Looks at equal batches as one. */
function joined(looks: readonly ContrastLook[]): Required<ContrastLook> {
  const all = (name: "hits" | "hitsReal" | "weight" | "topWeight" | "syntheticWeight") =>
    looks.flatMap((look) => look[name]);
  const known = (name: "falseTop" | "falseBase" | "falsePairs" | "falseWithQuery") =>
    looks.flatMap((look) => look[name] ?? []);
  // Batches differ in how many ranks every query has.
  const mean = (name: "probability" | "probabilitySquare" | "syntheticProbability") =>
    Array.from({ length: Math.min(...looks.map((look) => look[name].length)) }, (_, rank) =>
      looks.reduce((sum, look) => sum + look[name][rank]! / looks.length, 0),
    );
  return {
    top: Math.min(...looks.map((look) => look.top)),
    hits: all("hits"),
    hitsReal: all("hitsReal"),
    weight: all("weight"),
    topWeight: all("topWeight"),
    syntheticWeight: all("syntheticWeight"),
    probability: mean("probability"),
    probabilitySquare: mean("probabilitySquare"),
    syntheticProbability: mean("syntheticProbability"),
    falseTop: known("falseTop"),
    falseBase: known("falseBase"),
    falsePairs: known("falsePairs"),
    falseWithQuery: known("falseWithQuery"),
  };
}
