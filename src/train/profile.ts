// Profiling of a few steps in the middle of training: warm-up steps first, then so many steps recorded one by one.
import { beginPhase, endPhase, type Span, startProfile, stopProfile } from "../tensor/index.ts";

/** What the loop calls around each step. */
export interface StepProfiler {
  beginStep(): void;
  endStep(): void;
}

/** One recorded step. */
export interface ProfiledStep {
  /** The first is the phase "step", which holds the others. */
  spans: Span[];
}

export interface ProfileLength {
  /** Steps let pass first: they pay for the start of libtorch and the growth of the heap. */
  warmup: number;
  /** Steps recorded after them. */
  steps: number;
}

/**
 * Records steps `warmup + 1` to `warmup + steps` of this sitting; draws, order and results of the work stay as they are.
 * @param onDone called once with the recorded steps, between two steps of training
 */
export function profileSteps({ warmup, steps }: ProfileLength, onDone: (recorded: ProfiledStep[]) => void) {
  const recorded: ProfiledStep[] = [];
  let begun = 0;
  let open: ReturnType<typeof beginPhase>;
  const isDone = () => recorded.length === steps;
  return {
    beginStep() {
      begun++;
      if (begun <= warmup || isDone()) return;
      startProfile();
      open = beginPhase("step");
    },
    endStep() {
      if (open === undefined) return;
      endPhase(open);
      recorded.push({ spans: stopProfile() });
      open = undefined;
      if (isDone()) onDone(recorded);
    },
    /** For the end of training: hands over what was recorded where training was shorter than the profile. */
    finish() {
      if (!isDone()) onDone(recorded);
    },
  };
}
