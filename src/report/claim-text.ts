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
  return `${label}: ${`${plain(mean, digits)}${spread} ${unit}`.trim()} (${runs})`;
}

/** `+0.42 points` of a difference, `5.25 %` of a single side. */
export function meanText(comparison: Comparison): string {
  const { mean, unit } = comparison;
  if (mean === undefined) return NOTHING;
  // A difference of percentages is in points.
  const of = isDifference(comparison) && unit === "%" ? "points" : unit;
  return `${numberText(mean, comparison)} ${of}`.trim();
}

/** `+0.11 to +0.73` */
export function intervalText(comparison: Comparison): string {
  return comparison.interval?.map((bound) => numberText(bound, comparison)).join(" to ") ?? NOTHING;
}

/** `mochi-seed-2 (failed), mochi-seed-3 (without linear classification)` */
export function leftOutText(runs: readonly { run: string; reason: string }[]): string {
  return runs.map(({ run, reason }) => `${run} (${reason})`).join(", ");
}

/** `above −1` */
export function expectedText({ expected, threshold }: Pick<Comparison, "expected" | "threshold">): string {
  return `${expected} ${String(threshold).replace("-", "−")}`;
}

function isDifference({ sides, isDifference = false }: Comparison): boolean {
  return sides.length === 2 || isDifference;
}

function numberText(value: number, comparison: Comparison): string {
  const text = plain(value, comparison.digits);
  return isDifference(comparison) && !text.startsWith("−") ? `+${text}` : text;
}

function plain(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? "−" : ""}${text}`;
}
