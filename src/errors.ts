// Errors: the one class users meet, and the one place where its messages are made.

export interface MochiErrorFields {
  /** A stable, kebab-case name, listed in docs/errors.md. */
  code: string;
  /** What was wrong: what, got, expected; one line where it fits. */
  message: string;
  /** File, option or tensor the fault lies in. */
  where?: string;
  /** What to do about it. */
  remedy?: string;
  cause?: unknown;
}

/** A failure that its user can mend; printed without a stack unless `DEBUG=mochi`. Exit code 1. */
export class MochiError extends Error {
  override readonly name: string = "MochiError";
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor({ code, message, where, remedy, cause }: MochiErrorFields) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }
}

/** Wrong options or arguments, all violations at once. Exit code 2. */
export class UsageError extends MochiError {
  override readonly name = "UsageError";
  readonly problems: readonly MochiErrorFields[];

  constructor(problems: readonly MochiErrorFields[]) {
    const first = problems[0];
    if (!first) throw new InternalError("UsageError needs at least one problem");
    super({ ...first, message: problems.map((problem) => problem.message).join("\n") });
    this.problems = problems;
  }
}

/** The run was stopped from outside after a checkpoint was written. Exit code 130. */
export class InterruptedError extends MochiError {
  override readonly name = "InterruptedError";
}

/** One of our own assumptions broke; always printed with its stack. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** The lines printed for an error: `✖ message`, then `→ where` and what to do. */
export function formatError(error: unknown): string {
  if (error instanceof UsageError) return error.problems.map(formatProblem).join("\n");
  if (error instanceof MochiError) {
    const text = formatProblem(error);
    return debugRequested() ? `${text}\n${error.stack ?? ""}` : text;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `DEBUG=mochi` asks for stacks and for the place each tensor was made. */
export function debugRequested(): boolean {
  return (process.env.DEBUG ?? "").split(",").includes("mochi");
}

/** The candidate nearest to a mistyped name, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

function formatProblem({
  message,
  where,
  remedy,
}: {
  message: string;
  where?: string | undefined;
  remedy?: string | undefined;
}) {
  const context = [where && `→ ${where}`, remedy].filter(Boolean).join("   ");
  return context ? `✖ ${message}\n  ${context}` : `✖ ${message}`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
