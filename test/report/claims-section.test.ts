// Oracle: claims written by hand.
import { expect, test } from "vitest";
import { claimsSection } from "../../src/report/claims-section.ts";
import type { ClaimResults } from "../../src/run/claims-folder.ts";

const results: ClaimResults = {
  command: "mochi reproduce --hours 3",
  finishedRuns: 5,
  plannedRuns: 8,
  differsFromPlan: false,
  claims: [
    {
      name: "harder",
      statement: "mixing makes the proxy task harder",
      measure: "Proxy accuracy.",
      verdict: "does not hold",
      reason: "The interval lies above 0.",
      comparisons: [
        {
          statement: "MoCHi − MoCo-v2",
          unit: "%",
          digits: 1,
          sides: [
            { label: "mochi", mean: 20.04, std: 1, runs: 3 },
            { label: "moco-v2", runs: 0 },
          ],
          pairs: [{ seed: 0, value: 1 }],
          expected: "below",
          threshold: 0,
          mean: -2.25,
          interval: [-3, -1.5],
          decides: false,
          verdict: "holds",
        },
      ],
    },
  ],
};

test("each claim has its numbers, the verdict and why", () => {
  const { text } = claimsSection(results);
  for (const part of [
    "5 of 8 planned runs are finished",
    "<code>mochi reproduce --hours 3</code>",
    '<span class="verdict does-not-hold">does not hold</span>',
    "mochi: 20.0 ± 1.0 % (3)",
    "moco-v2: –",
    "-2.3 [-3.0, -1.5]",
    "shown for what it is worth",
    "The interval lies above 0.",
  ])
    expect(text).toContain(part);
  expect(text).not.toContain("written down before the first run");
});

test("a finished plan asks for nothing; changed claims are said", () => {
  const { text } = claimsSection({ ...results, finishedRuns: 8, differsFromPlan: true });
  expect(text).not.toContain("To go on");
  expect(text).toContain("Claims or rule are not those that were written down before the first run.");
});
