// Oracle: the page written out by hand, but for the rule.
import { expect, test } from "vitest";
import { claimLines, claimsPage } from "../../../src/experiment/reproduce/claims-page.ts";
import { ruleOfVerdicts } from "../../../src/experiment/reproduce/rule.ts";
import { claims } from "../../report/made-claims.ts";

test("claims.md: the table of verdicts, the rule, then each claim's comparisons", () => {
  expect(claimsPage(claims)).toBe(`# The talk's claims

From 6 of 72 planned runs. Verdicts may change with the runs that are missing. What was planned and expected: [plan.md](plan.md). The command: \`mochi reproduce --hours 3\`

|  | claim | verdict | why |
|---|---|---|---|
| 1 | Gains <everywhere> | **holds** | its comparison holds |
| 2 | Early | **undecided at this scale** | needs 2 seeds, has 0 |

${ruleOfVerdicts.map((sentence) => `- ${sentence}`).join("\n")}

## 1. Gains <everywhere>

Measure: linear top-1.

| comparison | mean ± standard deviation (runs) | mean | 95 % interval | expected | seeds | verdict |
|---|---|---|---|---|---|---|
| MoCHi lies above MoCo-v2 | MoCHi: 61.20 ± 0.31 % (3); MoCo-v2: 60.20 ± 0.20 % (3) | +1.00 points | +0.00 to +2.01 | above 0 | 3 | holds |
| not finished \\| yet | MoCHi: – | – | – | below 1024 | 0 | undecided at this scale (shown only) |

## 2. Early

Measure: m.

| comparison | mean ± standard deviation (runs) | mean | 95 % interval | expected | seeds | verdict |
|---|---|---|---|---|---|---|
| not finished \\| yet | MoCHi: – | – | – | below 1024 | 0 | undecided at this scale (shown only) |
`);
});

test("all runs finished; a rule that was changed is said", () => {
  const whole = claimsPage({ ...claims, finishedRuns: 72, differsFromPlan: true });
  expect(whole).toContain("From 72 of 72 planned runs. What was planned");
  expect(whole).toContain(
    "**Claims or rule are not those of plan.json: the program was changed since it was written.**",
  );
});

test("lines for the terminal", () => {
  expect(claimLines(claims)).toEqual([
    "the talk's claims, from 6 of 72 runs:",
    "  holds: Gains <everywhere>\n    its comparison holds",
    "  undecided at this scale: Early\n    needs 2 seeds, has 0",
  ]);
});
