// The talk's claims with their verdicts, from claims.json alone: one table of claims, one of the comparisons behind them.
import type { ClaimResults, Comparison } from "../run/claims-folder.ts";
import { expectedText, intervalText, leftOutText, meanText, sideText, verdictText } from "./claim-text.ts";
import { commandLine } from "./command.ts";
import { type Html, html } from "./html.ts";
import { type Cell, table } from "./table.ts";

export function claimsSection(results: ClaimResults): Html {
  const { claims, command, finishedRuns, plannedRuns, differsFromPlan, leftOut = [] } = results;
  const counts = (["holds", "does not hold", "undecided"] as const).map(
    (verdict) => `${verdictText(verdict)}: ${claims.filter((claim) => claim.verdict === verdict).length}`,
  );
  const rows = claims.map(({ statement, measure, verdict, reason }, index): Cell[] => [
    {
      content: html`<div class="claim"><b>${index + 1}.</b> ${statement}<small>${measure}</small></div>`,
      sortBy: index,
    },
    { content: html`<b>${verdictText(verdict)}</b>`, sortBy: verdict },
    { content: reason },
  ]);
  const comparisons = claims.flatMap((claim, index) =>
    claim.comparisons.map((comparison) => comparisonRow(comparison, index)),
  );
  const columns = [{ title: "Claim" }, { title: "Verdict" }, { title: "Why" }];
  return html`<section id="claims"><h2>The talk’s claims</h2>
<p>Of ${claims.length} claims: ${counts.join(", ")}. From ${finishedRuns} of ${plannedRuns} planned runs; rule and expectations were written down in plan.md before the first of them.</p>
${differsFromPlan && html`<div class="notice"><p><b>Claims or rule were changed since the plan was written.</b></p></div>`}
${leftOut.length > 0 && html`<div class="notice"><p><b>Left out where a number is missing:</b> ${leftOutText(leftOut)}.</p></div>`}
${table(columns, rows, { asCards: true })}
<h3>The comparisons behind them</h3>
<p>Means over seeds with Student’s 95 % interval, of differences where two sides are named, over the seeds that both have. A comparison is decided where the interval lies wholly on one side of its threshold. Those marked “shown” decide nothing.</p>
${table(COMPARISON_COLUMNS, comparisons, { asCards: true })}
<p>Repeat it, or go on with it:</p>
<pre>${commandLine(command)}</pre>
</section>`;
}

const COMPARISON_COLUMNS = [
  { title: "Comparison" },
  { title: "Mean ± standard deviation (runs)" },
  { title: "Mean", isNumeric: true },
  { title: "95 % interval", isNumeric: true },
  { title: "Expected" },
  { title: "Seeds", isNumeric: true },
  { title: "Verdict" },
];

function comparisonRow(comparison: Comparison, index: number): Cell[] {
  const { statement, sides, mean, interval, pairs, decides, verdict } = comparison;
  return [
    { content: html`<div class="claim"><b>${index + 1}.</b> ${statement}</div>`, sortBy: index },
    {
      content: html`<div class="sides">${sides.map((side) => html`<div>${sideText(side, comparison)}</div>`)}</div>`,
      sortBy: sides[0]?.mean,
    },
    { content: meanText(comparison), sortBy: mean },
    { content: intervalText(comparison), sortBy: interval?.[0] },
    { content: expectedText(comparison) },
    { content: pairs.length },
    { content: html`<div class="verdict">${verdict}${decides ? "" : " (shown)"}</div>`, sortBy: verdict },
  ];
}
