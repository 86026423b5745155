// claims.json: what runs in a folder say of claims, each with its numbers and a verdict.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeJson } from "./atomic-file.ts";

export type Verdict = "holds" | "does not hold" | "undecided";

/** Mean and sample standard deviation (absent of a single run) of one side of a comparison. */
export interface ComparedSide {
  label: string;
  /** Absent where no run is finished. */
  mean?: number;
  std?: number;
  runs: number;
}

/** One number a seed, and the interval of its mean: a difference between two sides, or a single side. */
export interface Comparison {
  /** What the claim says of it. */
  statement: string;
  /** Of the sides: "%", "epochs", or "" for numbers without one. */
  unit: string;
  /** Decimals worth showing. */
  digits: number;
  sides: readonly ComparedSide[];
  /** Of a single side: whether its numbers are differences. */
  isDifference?: boolean;
  /** First side − second side, or the single side; seeds that both sides have. */
  pairs: readonly { seed: number; value: number }[];
  /** Where the mean lies if the claim holds, of `threshold`. */
  expected: "above" | "below";
  threshold: number;
  mean?: number;
  /** Student's 95 % interval of the mean; absent below two pairs. */
  interval?: readonly [low: number, high: number];
  /** False: shown for what it is worth, and no part of the claim's verdict. */
  decides: boolean;
  verdict: Verdict;
}

export interface ClaimResult {
  name: string;
  /** The claim as the talk makes it. */
  statement: string;
  /** What was measured for it. */
  measure: string;
  comparisons: readonly Comparison[];
  verdict: Verdict;
  /** Why the verdict is what it is, in a sentence. */
  reason: string;
}

export interface ClaimResults {
  /** The command that goes on with it. */
  command: string;
  /** Runs that are finished, of those planned. */
  finishedRuns: number;
  plannedRuns: number;
  /** True where claims or rule are not those that were written down before the first run. */
  differsFromPlan: boolean;
  /** Runs of which the claims lack something, and why: `failed`, or what a finished one does not have. */
  leftOut?: readonly { run: string; reason: string }[];
  claims: readonly ClaimResult[];
}

const fileName = "claims.json";

export function writeClaims(folder: string, results: ClaimResults): void {
  writeJson(join(folder, fileName), results);
}

/** The claims in a folder, or undefined where there are none. */
export function readClaims(folder: string): ClaimResults | undefined {
  const path = join(folder, fileName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ClaimResults) : undefined;
}
