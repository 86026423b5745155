// The moments of a run that bend its curves: synthetic negatives come in, the views change their size.
import type { StepMetrics } from "../../run/types.ts";

export interface TrainingEvent {
  x: number;
  label: string;
}

/** In order of steps; what holds from the first step on is no event. */
export function trainingEvents(steps: readonly StepMetrics[]): TrainingEvent[] {
  return steps.flatMap((line, i) => {
    const before = steps[i - 1];
    if (!before) return [];
    const labels = [
      line.mixing && !before.mixing && "mixing starts",
      line.resolution !== before.resolution && line.resolution !== undefined && `${line.resolution} px views`,
    ].filter((label) => typeof label === "string");
    return labels.length > 0 ? [{ x: line.step, label: labels.join(", ") }] : [];
  });
}

/** The events in as many rows as are needed for neighbouring labels not to touch on an axis that ends at `lastStep`. */
export function labelRows(events: readonly TrainingEvent[], lastStep: number): TrainingEvent[][] {
  const rows: TrainingEvent[][] = [];
  for (const event of events) {
    const free = rows.find((row) => event.x - row.at(-1)!.x >= LABEL_SHARE * lastStep);
    if (free) free.push(event);
    else rows.push([event]);
  }
  return rows;
}

// Of the width of the axis: what the longest label takes.
const LABEL_SHARE = 0.24;
