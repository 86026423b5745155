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
  /** The sums, which viewers pass over. */
  summary: ProfileSummary;
}

/** All spans of all steps on one axis, which begins with the first step. */
export function chromeTrace(recorded: readonly ProfiledStep[], summary: ProfileSummary): ChromeTrace {
  const origin = recorded[0]?.startedAt ?? 0;
  const traceEvents = recorded.flatMap(({ startedAt, spans }) =>
    spans.map(
      ({ name, kind, start, end }): TraceEvent => ({
        name,
        cat: kind,
        ph: "X",
        ts: microseconds(startedAt - origin + start),
        dur: microseconds(end - start),
        pid: 1,
        tid: 1,
      }),
    ),
  );
  return { traceEvents, displayTimeUnit: "ms", summary };
}

// Nanoseconds are the clock's own steps.
function microseconds(ms: number): number {
  return Math.round(ms * 1e6) / 1e3;
}
