// Oracle: the same training without a profile, and the phases that a step is known to have.
import { expect, test } from "vitest";
import { train } from "../../src/train/loop.ts";
import { type ProfiledStep, profileSteps } from "../../src/train/profile.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { metricsOf, savedRun, toyJob } from "./toy-job.ts";

test("weights and metrics are the same with and without a profile", async () => {
  const plain = toyJob(temporaryFolder());
  await train(plain);
  let recorded: ProfiledStep[] = [];
  const profiler = profileSteps({ warmup: 2, steps: 3 }, (steps) => {
    recorded = steps;
  });
  const profiled = toyJob(temporaryFolder(), { profiler });
  await train(profiled);

  expect(recorded).toHaveLength(3);
  expect(savedRun(profiled)).toEqual(savedRun(plain));
  expect(metricsOf(profiled)).toEqual(metricsOf(plain));
});

test("each recorded step holds every phase once and the operators of one step", async () => {
  let recorded: ProfiledStep[] = [];
  // The toy run mixes from its second step on.
  const profiler = profileSteps({ warmup: 3, steps: 2 }, (steps) => {
    recorded = steps;
  });
  await train(toyJob(temporaryFolder(), { profiler }));
  for (const { spans } of recorded) {
    const phases = spans.filter(({ kind }) => kind === "phase").map(({ name }) => name);
    expect(phases).toEqual([
      "step",
      "data",
      "augment",
      "encoder forward",
      "key encoder forward",
      "logits",
      "loss",
      "backward",
      "gradient norm",
      "optimizer",
      "momentum",
      "queue",
    ]);
    const step = spans[0]!;
    expect(spans.every(({ start, end }) => start >= step.start && end <= step.end)).toBe(true);
    const names = new Set(spans.map(({ name }) => name));
    for (const name of ["aten::convolution", "mochi::negative_logits"]) expect(names).toContain(name);
    expect([...names].some((name) => name.startsWith("ConvolutionBackward"))).toBe(true);
  }
});

test("the profile is handed over when it is complete, or by finish() where training was shorter", () => {
  const handed: number[] = [];
  const profiler = profileSteps({ warmup: 1, steps: 2 }, (steps) => handed.push(steps.length));
  const step = () => {
    profiler.beginStep();
    profiler.endStep();
  };
  step();
  step();
  expect(handed).toEqual([]);
  step();
  step();
  profiler.finish();
  expect(handed).toEqual([2]);

  const short = profileSteps({ warmup: 1, steps: 2 }, (steps) => handed.push(steps.length));
  short.finish();
  expect(handed).toEqual([2, 0]);
});
