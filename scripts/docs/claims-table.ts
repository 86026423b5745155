// README's table of the talk's claims: the verdicts of experiments/reproduce/run/claims.json with the numbers that decide.
import { existsSync, readFileSync } from "node:fs";
import { intervalText, meanText, verdictText } from "../../src/report/claim-text.ts";
import type { ClaimResults, Comparison } from "../../src/run/claims-folder.ts";
import { between } from "./between.ts";
import { root } from "./sources.ts";

/** The README with the table between its markers; as it is where these or the results are missing. */
export function withClaimsTable(readme: string): string {
  const path = `${root}/experiments/reproduce/run/claims.json`;
  return between(readme, "claims", () =>
    existsSync(path) ? claimsTable(JSON.parse(readFileSync(path, "utf8")) as ClaimResults) : undefined,
  );
}

/** One row a claim: what decides it, as mean and 95 % interval over seeds. */
export function claimsTable({ claims, finishedRuns, plannedRuns }: ClaimResults): string {
  const rows = claims.map(({ statement, comparisons, verdict }) => {
    const numbers = comparisons.filter(({ decides }) => decides).map(numberOf);
    return `| ${statement} | ${numbers.join("<br>")} | ${verdictText(verdict)} |`;
  });
  return [
    "| claim of the talk | decided by: mean (95 % interval; seeds) | verdict |",
    "|---|---|---|",
    ...rows,
    "",
    `From ${finishedRuns} of ${plannedRuns} planned runs.`,
  ].join("\n");
}

function numberOf(comparison: Comparison): string {
  const { statement, pairs, mean } = comparison;
  if (mean === undefined) return `${statement}: no runs yet`;
  const interval = comparison.interval ? `${intervalText(comparison)}; ` : "";
  return `${statement}: ${meanText(comparison)} (${interval}${pairs.length})`;
}
