// The talk's claims on the page: each with its measure, its numbers and the verdict, from claims.json alone.
import type { ClaimResult, ClaimResults, ComparedSide, Comparison } from "../run/claims-folder.ts";
import { NOTHING } from "./format.ts";
import { type Html, html } from "./html.ts";

export function claimsSection({ claims, finishedRuns, plannedRuns, differsFromPlan, command }: ClaimResults): Html {
  const summary = claims.map(
    ({ name, statement, verdict }) => html`<li><a href="#claim-${name}">${statement}</a> ${mark(verdict)}</li>`,
  );
  return html`<section id="claims"><h2>The talk’s claims</h2>
<p>${finishedRuns} of ${plannedRuns} planned runs are finished. A claim holds or does not hold only where the 95 % interval of every mean that decides it, paired over seeds, lies on one side of its threshold; else it is undecided at this scale.</p>
${differsFromPlan && html`<div class="notice"><p><b>Claims or rule are not those that were written down before the first run.</b></p></div>`}
${finishedRuns < plannedRuns && html`<p>To go on: <code>${command}</code></p>`}
<ol class="verdicts">${summary}</ol>
${claims.map(claimBlock)}
</section>`;
}

function claimBlock({ name, statement, measure, comparisons, verdict, reason }: ClaimResult): Html {
  const rows = comparisons.map(
    (comparison) =>
      html`<tr${!comparison.decides && html` class="aside"`}><th scope="row">${comparison.statement}${!comparison.decides && html`<small>shown for what it is worth</small>`}</th><td>${comparison.sides.map((side) => html`<small>${side.label}: ${sideText(side, comparison)}</small>`)}</td><td class="number">${meanText(comparison)}</td><td class="number">${comparison.pairs.length}</td><td>${mark(comparison.verdict)}</td></tr>\n`,
  );
  return html`<article class="claim" id="claim-${name}"><h3>${statement} ${mark(verdict)}</h3>
<p>${measure} ${reason}</p>
<div class="scroll"><table><thead><tr><th scope="col">comparison</th><th scope="col">sides, mean ± standard deviation</th><th scope="col" class="number">difference [95 % interval]</th><th scope="col" class="number">pairs</th><th scope="col">verdict</th></tr></thead>
<tbody>${rows}</tbody></table></div></article>\n`;
}

function mark(verdict: ClaimResult["verdict"]): Html {
  return html`<span class="verdict ${verdict.replaceAll(" ", "-")}">${verdict}</span>`;
}

function sideText({ mean, std, runs }: ComparedSide, { unit, digits }: Comparison): string {
  if (mean === undefined) return NOTHING;
  const spread = std === undefined ? "" : ` ± ${std.toFixed(digits)}`;
  return `${mean.toFixed(digits)}${spread}${unit && ` ${unit}`} (${runs})`;
}

function meanText({ mean, interval, digits }: Comparison): string {
  if (mean === undefined) return NOTHING;
  const range = interval ? ` [${interval.map((bound) => bound.toFixed(digits)).join(", ")}]` : "";
  return `${mean.toFixed(digits)}${range}`;
}
