// Verdicts and numbers of comparisons as they are written, on the page and in claims.md.
import type { ComparedSide, Comparison, Verdict } from "../run/claims-folder.ts";
import { NOTHING } from "./format.ts";

export function verdictText(verdict: Verdict): string {
  return verdict === "undecided" ? "undecided at this scale" : verdict;
}

/** `MoCHi: 61.20 ± 0.31 % (8)` */
export function sideText({ label, mean, std, runs }: ComparedSide, { unit, digits }: Comparison): string {
  if (mean === undefined) return `${label}: ${NOTHING}`;
  const spread = std === undefined ? "" : ` ± ${std.toFixed(digits)}`;
  return `${label}: ${`${mean.toFixed(digits)}${spread} ${unit}`.trim()} (${runs})`;
}

/** `+0.42 points` */
export function meanText({ mean, digits, sides, unit }: Comparison): string {
  if (mean === undefined) return NOTHING;
  // A difference of percentages is in points.
  const of = sides.length === 2 && unit === "%" ? "points" : unit;
  return `${signed(mean, digits)} ${of}`.trim();
}

/** `+0.11 to +0.73` */
export function intervalText({ interval, digits }: Comparison): string {
  return interval?.map((bound) => signed(bound, digits)).join(" to ") ?? NOTHING;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? "−" : "+"}${text}`;
}
