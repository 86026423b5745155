// claims.md: the talk's claims with numbers and verdicts, for reading.
import { expectedText, intervalText, leftOutText, meanText, sideText, verdictText } from "../../report/claim-text.ts";
import type { ClaimResult, ClaimResults } from "../../run/claims-folder.ts";
import { markdownTable } from "./markdown.ts";
import { ruleOfVerdicts } from "./rule.ts";

export function claimsPage(results: ClaimResults): string {
  const { claims, command, finishedRuns, plannedRuns, differsFromPlan, leftOut = [] } = results;
  const partial = finishedRuns < plannedRuns ? " Verdicts may change with the runs that are missing." : "";
  const changed = differsFromPlan
    ? "\n**Claims or rule are not those of plan.json: the program was changed since it was written.**\n"
    : "";
  return `# The talk's claims

From ${finishedRuns} of ${plannedRuns} planned runs.${partial} What was planned and expected: [plan.md](plan.md). The command: \`${command}\`
${changed}
${markdownTable(
  ["", "claim", "verdict", "why"],
  claims.map(({ statement, verdict, reason }, index) => [index + 1, statement, `**${verdictText(verdict)}**`, reason]),
)}

${leftOut.length > 0 ? `Left out where a number is missing: ${leftOutText(leftOut)}.\n\n` : ""}${ruleOfVerdicts.map((sentence) => `- ${sentence}`).join("\n")}

${claims.map(claimPage).join("\n")}`;
}

/** Lines for the terminal: one a claim. */
export function claimLines({ claims, finishedRuns, plannedRuns }: ClaimResults): string[] {
  const rows = claims.map(({ statement, verdict, reason }) => `  ${verdictText(verdict)}: ${statement}\n    ${reason}`);
  return [`the talk's claims, from ${finishedRuns} of ${plannedRuns} runs:`, ...rows];
}

function claimPage({ statement, measure, comparisons }: ClaimResult, index: number): string {
  const rows = comparisons.map((comparison) => [
    comparison.statement,
    comparison.sides.map((side) => sideText(side, comparison)).join("; "),
    meanText(comparison),
    intervalText(comparison),
    expectedText(comparison),
    comparison.pairs.length,
    comparison.decides ? verdictText(comparison.verdict) : `${verdictText(comparison.verdict)} (shown only)`,
  ]);
  return `## ${index + 1}. ${statement}

Measure: ${measure}.

${markdownTable(["comparison", "mean ± standard deviation (runs)", "mean", "95 % interval", "expected", "seeds", "verdict"], rows)}
`;
}
