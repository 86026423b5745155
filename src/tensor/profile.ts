// Profile: when the phases of the work and the operators in them began and ended, on one clock.
import { native } from "./native.ts";

/** A stretch of time on the calling thread; spans nest. */
export interface Span {
  /** An operator as libtorch names it, a node of backward, or a phase of ours. */
  name: string;
  kind: "operator" | "backward" | "phase";
  /** Milliseconds since the profile began. */
  start: number;
  end: number;
}

const kinds = ["operator", "backward", "phase"] as const;
const columns = 4;

let isRecording = false;

/** Starts to record every operator of this thread, and the phases; it changes no result. */
export function startProfile(): void {
  native().startProfile();
  isRecording = true;
}

/** Ends the recording. @returns what was recorded, in the order in which it began. */
export function stopProfile(): Span[] {
  isRecording = false;
  const { names, spans } = native().stopProfile();
  return Array.from({ length: spans.length / columns }, (_, row) => {
    const [name, kind, start, end] = spans.slice(row * columns, (row + 1) * columns);
    // What an error left open has no length.
    return { name: names[name!]!, kind: kinds[kind!]!, start: start!, end: end! < 0 ? start! : end! };
  });
}

/** An open phase; undefined where nothing is recorded, which makes it free. */
export type OpenPhase = number | undefined;

/** Opens a phase of this name; for code that cannot be a body of `phase()`. */
export function beginPhase(name: string | undefined): OpenPhase {
  return isRecording && name !== undefined ? native().beginPhase(name) : undefined;
}

export function endPhase(open: OpenPhase): void {
  if (isRecording && open !== undefined) native().endPhase(open);
}

/** Runs `body` as a phase of the profile that is being taken, if one is. */
export function phase<Result>(name: string, body: () => Result): Result {
  const open = beginPhase(name);
  try {
    return body();
  } finally {
    endPhase(open);
  }
}
