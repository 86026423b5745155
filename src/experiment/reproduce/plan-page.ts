// plan.md: the plan for reading, and its lines for the terminal.
import { markdownTable } from "./markdown.ts";
import type { Expectation, ReproductionPlan } from "./plan.ts";

/** What is printed before the first run. */
export function planLines(plan: ReproductionPlan): string[] {
  const { runs, cells, trainingHours, evaluationHours, reasons } = plan;
  const total = trainingHours + evaluationHours;
  return [
    `plan: ${runs} runs of ${cells.length} cells in about ${total.toFixed(2)} hours: ${trainingHours.toFixed(2)} of training, ${evaluationHours.toFixed(2)} of evaluation`,
    ...reasons.map((reason) => `  ${reason}`),
    ...cells.map(({ name, seeds, values, purpose }) => {
      const count = `${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}`;
      return `  ${name.padEnd(22)}${count.padEnd(10)}${`${values.epochs} epochs`.padEnd(14)}${purpose}`;
    }),
  ];
}

export function planPage(plan: ReproductionPlan): string {
  const { command, machine, costs, rule, cells, claims, mochi, commit, width, reasons, runs } = plan;
  const total = plan.trainingHours + plan.evaluationHours;
  return `# What will be run, and how it will be judged

Written before the first run and not changed afterwards. The command, also to go on after an interruption: \`${command}\`

${runs} runs in about ${total.toFixed(2)} hours: ${plan.trainingHours.toFixed(2)} of training, ${plan.evaluationHours.toFixed(2)} of evaluation.

${reasons.map((reason) => `- ${reason}`).join("\n")}

Machine: ${machine.cpu}, ${machine.threads} threads, libtorch ${machine.libtorch}. Mochi ${mochi}${commit ? `, commit ${commit}` : ""}.

## Rule

${rule.map((sentence) => `- ${sentence}`).join("\n")}

## Cells

Options of every cell that are not below are those of the preset \`quickstart\` (\`mochi config quickstart\`). Seeds are the same
numbers in all cells, 0 upwards, and are run in rounds: seed 0 of all cells first.

${markdownTable(
  ["cell", "what it is", "seeds", "epochs", "options"],
  cells.map(({ name, purpose, seeds, values }) => [name, purpose, seeds.join(", "), values.epochs, optionsOf(values)]),
)}

Rates measured at width ${width}, images/s: ${Object.entries(costs.imagesPerSecond)
    .map(([kind, rate]) => `${kind} ${rate}`)
    .join(
      ", ",
    )}. Evaluation of a run ${costs.evaluationSeconds.toFixed(1)} s, one look of the kNN monitor ${costs.monitorSeconds.toFixed(1)} s.

## Claims and what they expect

${claims.map(expectationPage).join("\n")}`;
}

function expectationPage({ statement, measure, comparisons }: Expectation, index: number): string {
  const lines = comparisons.map(
    ({ statement, expected, threshold, decides }) =>
      `- ${statement}: the mean lies ${expected} ${threshold}${decides ? "" : " (shown only)"}`,
  );
  return `### ${index + 1}. ${statement}

Measure: ${measure}.

${lines.join("\n")}
`;
}

// Shown in columns of their own, or the same in all cells.
const leftOut = ["epochs", "preset", "minutes", "resolutions", "data", "printFrequency"];

function optionsOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([key]) => !leftOut.includes(key))
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}
