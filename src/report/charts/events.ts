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
      line.resolution !== before.resolution && line.resolution !== undefined && `${line.resolution} px`,
    ].filter((label) => typeof label === "string");
    return labels.length > 0 ? [{ x: line.step, label: labels.join(", ") }] : [];
  });
}
