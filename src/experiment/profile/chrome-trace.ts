// The profile as a Chrome trace: open profile.json in chrome://tracing or Perfetto.
import type { ProfiledStep } from "../../train/profile.ts";
import type { ProfileSummary } from "./summarize.ts";

/** A complete event ("X") of the trace event format; times in microseconds. */
export interface TraceEvent {
  name: string;
  cat: string;
  ph: "X";
  ts: number;
  dur: number;
  pid: number;
  tid: number;
}

export interface ChromeTrace {
  traceEvents: TraceEvent[];
  displayTimeUnit: "ms";
  /** The means over all recorded steps, which viewers pass over. */
  summary: ProfileSummary;
}

/** The step of median length alone: some 38,000 operators of a ResNet-18 in 8 BN splits are 4 MB. */
export function chromeTrace(recorded: readonly ProfiledStep[], summary: ProfileSummary): ChromeTrace {
  const length = ({ spans: [step] }: ProfiledStep) => (step ? step.end - step.start : 0);
  const median = recorded.toSorted((a, b) => length(a) - length(b))[Math.floor(recorded.length / 2)];
  const traceEvents = (median?.spans ?? []).map(
    ({ name, kind, start, end }): TraceEvent => ({
      name,
      cat: kind,
      ph: "X",
      ts: microseconds(start),
      dur: microseconds(end - start),
      pid: 1,
      tid: 1,
    }),
  );
  return { traceEvents, displayTimeUnit: "ms", summary };
}

// Nanoseconds are the clock's own steps.
function microseconds(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}
