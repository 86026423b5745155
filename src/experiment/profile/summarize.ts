// Sums a profile up: milliseconds of a step by phase and by operator, each span's own time without what it holds.
import type { Span } from "../../tensor/index.ts";
import type { ProfiledStep } from "../../train/profile.ts";

export interface PhaseTime {
  name: string;
  /** Milliseconds a step, without phases inside it. */
  ms: number;
  /** Of the step, 0–1. */
  share: number;
  /** Of `ms`, the part that lies within operators; the rest is TypeScript between them. */
  operatorMs: number;
}

export interface OperatorTime {
  name: string;
  kind: "operator" | "backward";
  calls: number;
  /** Milliseconds a step, without the operators it called. */
  ms: number;
  share: number;
}

export interface ProfileSummary {
  /** How many steps the means are over. */
  steps: number;
  /** Milliseconds of a step. */
  stepMs: number;
  phases: PhaseTime[];
  operators: OperatorTime[];
}

/** The remainder of a step, outside every phase. */
export const otherPhase = "other";

/** Means over the steps, largest first. */
export function summarize(recorded: readonly ProfiledStep[]): ProfileSummary {
  const phases = new Map<string, { ms: number; operatorMs: number }>();
  const operators = new Map<string, { name: string; kind: OperatorTime["kind"]; calls: number; ms: number }>();
  let total = 0;
  for (const { spans } of recorded) {
    for (const { span, phase, selfMs, isOutermost } of nest(spans)) {
      if (span.name === "step" && span.kind === "phase") total += span.end - span.start;
      const name = phase === "step" ? otherPhase : phase;
      const row = entry(phases, name, () => ({ ms: 0, operatorMs: 0 }));
      row.ms += selfMs;
      if (span.kind === "phase") continue;
      if (isOutermost) row.operatorMs += span.end - span.start;
      const { kind } = span;
      const operator = entry(operators, `${kind} ${span.name}`, () => ({ name: span.name, kind, calls: 0, ms: 0 }));
      operator.calls++;
      operator.ms += selfMs;
    }
  }
  const count = recorded.length;
  const mean = <Row extends { ms: number }>(row: Row) => ({ ...row, ms: row.ms / count, share: row.ms / total });
  return {
    steps: count,
    stepMs: total / count,
    phases: [...phases].map(([name, row]) => ({ name, ...mean(row), operatorMs: row.operatorMs / count })).sort(bySize),
    operators: [...operators.values()].map((row) => ({ ...mean(row), calls: row.calls / count })).sort(bySize),
  };
}

interface Nested {
  span: Span;
  /** The innermost phase around it, or itself. */
  phase: string;
  selfMs: number;
  /** Whether no operator lies between it and its phase. */
  isOutermost: boolean;
}

// Spans come in the order in which they began, so those that are still open enclose the next one.
function nest(spans: readonly Span[]): Nested[] {
  const open: Nested[] = [];
  return spans.map((span) => {
    while (open.length > 0 && open.at(-1)!.span.end <= span.start) open.pop();
    const parent = open.at(-1);
    const duration = span.end - span.start;
    if (parent) parent.selfMs -= duration;
    const isPhase = span.kind === "phase";
    const nested: Nested = {
      span,
      phase: isPhase ? span.name : (parent?.phase ?? otherPhase),
      selfMs: duration,
      isOutermost: !isPhase && parent?.span.kind === "phase",
    };
    open.push(nested);
    return nested;
  });
}

function entry<Row>(rows: Map<string, Row>, key: string, make: () => Row): Row {
  const known = rows.get(key);
  if (known) return known;
  const made = make();
  rows.set(key, made);
  return made;
}

function bySize(a: { ms: number }, b: { ms: number }): number {
  return b.ms - a.ms;
}
