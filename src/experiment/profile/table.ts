// The profile as lines of text: phases first, then the operators that take the most time.
import type { ProfileSummary } from "./summarize.ts";

// As many as fit a screen beside the phases; profile.json holds all of them.
const shownOperators = 15;

/** Two tables, sorted by share. */
export function profileTable({ steps, stepMs, phases, operators }: ProfileSummary): string[] {
  const phaseRows = phases.map(({ name, ms, share, operatorMs }) => [
    name,
    milliseconds(ms),
    percent(share),
    milliseconds(operatorMs),
  ]);
  const shown = operators.slice(0, shownOperators);
  const operatorRows = shown.map(({ name, ms, share, calls }) => [
    name,
    milliseconds(ms),
    percent(share),
    String(Math.round(calls * 10) / 10),
  ]);
  const rest = operators.slice(shownOperators);
  if (rest.length > 0) {
    const sum = (of: (row: (typeof rest)[number]) => number) => rest.reduce((total, row) => total + of(row), 0);
    const calls = String(Math.round(sum((row) => row.calls) * 10) / 10);
    operatorRows.push([
      `${rest.length} others`,
      milliseconds(sum(({ ms }) => ms)),
      percent(sum(({ share }) => share)),
      calls,
    ]);
  }
  return [
    `profile of a step: ${milliseconds(stepMs)} ms, mean of ${steps}`,
    ...aligned([["phase", "ms", "share", "in operators, ms"], ...phaseRows]),
    "",
    ...aligned([["operator (own time)", "ms", "share", "calls"], ...operatorRows]),
  ];
}

/** Columns padded to equal width: the first to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
  );
}

function milliseconds(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : 1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
