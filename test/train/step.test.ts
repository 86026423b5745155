// Oracle: the gradient of least squares in plain numbers, and the update rules worked from it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Method, StepInput } from "../../src/methods/method.ts";
import type { Module } from "../../src/nn/module.ts";
import {
  clearGradients,
  copy_,
  div,
  memoryUse,
  randomKey,
  Tensor,
  tensor,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { makeViews } from "../../src/train/batches.ts";
import { makeOptimizer, trainableParameters } from "../../src/train/loop.ts";
import type { TrainOptions } from "../../src/train/options.ts";
import { type StepContext, trainStep } from "../../src/train/step.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { digests, toyImages, toyOptions } from "./toy-job.ts";
import { type Line, leastSquares, toyPixels } from "./toy-method.ts";

const data = toyImages();
const ids = Int32Array.from([3, 1, 4, 15, 9, 2, 6, 5]);
const plainSgd = { optimizerMomentum: 0, weightDecay: 0, lr: 0.01 };
const key = randomKey(2);
const start = Array.from({ length: toyPixels }, (_, index) => Math.sin(index) / 10);

async function setUp(options: Partial<TrainOptions> = {}, method: Method = leastSquares) {
  const batch = await data.read(ids);
  const modules = method.build({
    options: {},
    encoder: {} as never,
    data: { length: 24, classes: undefined },
    random: key,
  });
  const { line, slowLine } = modules as unknown as Record<"line" | "slowLine", Line>;
  withoutGradient(() => copy_(line.weight, tensor(start, [1, toyPixels])));
  const parameters = trainableParameters(modules);
  const allOptions = { ...toyOptions, ...plainSgd, ...options };
  const context: StepContext = {
    method,
    methodOptions: {},
    modules,
    parameters,
    optimizer: makeOptimizer(parameters, allOptions),
    options: allOptions,
    key,
    runPath: temporaryFolder(),
  };
  const progress = { step: 0, steps: 9, epoch: 0, epochs: 3 };
  const run = () => trainStep(context, { progress, ids, batch, learningRate: allOptions.lr, size: 8 });
  return { run, line, slowLine, modules, context, batch };
}

/** Loss and gradient of the mean of (w·x − 1)² in plain numbers. */
async function slowLoss(weight: readonly number[]) {
  const batch = await data.read(ids);
  const declared = { view: { recipe: "evaluation" } };
  const { view } = makeViews({ batch, ids, declared, cropScale: 0.3, size: 8, key });
  const flat = view!.images.toNumbers();
  const images = ids.length;
  const rows = Array.from({ length: images }, (_, row) => flat.slice(row * toyPixels, (row + 1) * toyPixels));
  const residuals = rows.map((row) => row.reduce((sum, x, axis) => sum + x * weight[axis]!, 0) - 1);
  const gradient = weight.map(
    (_, axis) => rows.reduce((sum, row, image) => sum + 2 * residuals[image]! * row[axis]!, 0) / images,
  );
  const loss = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / images;
  return { loss, gradient, norm: Math.hypot(...gradient), residual: residuals.reduce((a, b) => a + b, 0) / images };
}

test.each([1, 2, 4])(
  "accumulated over %i parts, loss, gradient and metrics are those of the whole batch",
  async (accumulate) => {
    const { run, line } = await setUp({ accumulate });
    const expected = await slowLoss(start);
    const outcome = run();
    expectClose(outcome.loss, expected.loss, { rtol: 1e-5 });
    expectClose(outcome.gradientNorm, expected.norm, { rtol: 1e-5 });
    expectClose(outcome.metrics.residual!, expected.residual, { rtol: 1e-4, atol: 1e-6 });
    expect(outcome.isMixing).toBe(false);
    const moved = start.map((value, axis) => value - 0.01 * expected.gradient[axis]!);
    expectClose(rowsOf(line.weight)[0]!, moved, { atol: 1e-6 });
  },
);

test("what the host must know of a step comes over in one copy", async () => {
  const { run } = await setUp({ accumulate: 2 });
  const item = vi.spyOn(Tensor.prototype, "item");
  const copy = vi.spyOn(Tensor.prototype, "toTypedArray");
  try {
    run();
    expect(item).not.toHaveBeenCalled();
    expect(copy).toHaveBeenCalledTimes(1);
  } finally {
    vi.restoreAllMocks();
  }
});

test("a gradient above the limit is scaled to it; the norm reported is that before", async () => {
  const { norm, gradient } = await slowLoss(start);
  const { run, line } = await setUp({ clipGradient: norm / 4 });
  expectClose(run().gradientNorm, norm, { rtol: 1e-5 });
  expectClose(
    rowsOf(line.weight)[0]!,
    start.map((value, axis) => value - (0.01 * gradient[axis]!) / 4),
    { atol: 1e-6 },
  );
});

test("a gradient below the limit is left alone", async () => {
  const { norm, gradient } = await slowLoss(start);
  const { run, line } = await setUp({ clipGradient: norm * 1.01 });
  run();
  expectClose(
    rowsOf(line.weight)[0]!,
    start.map((value, axis) => value - 0.01 * gradient[axis]!),
    { atol: 1e-6 },
  );
});

test("gradients of one step do not leak into the next", async () => {
  const { run, line } = await setUp();
  run();
  const after = rowsOf(line.weight)[0]!;
  const { gradient } = await slowLoss(after);
  run();
  expectClose(
    rowsOf(line.weight)[0]!,
    after.map((value, axis) => value - 0.01 * gradient[axis]!),
    { atol: 1e-6 },
  );
});

test("momentum modules move by 1 − m towards the weights after the optimiser's step", async () => {
  const { run, line, slowLine } = await setUp({ accumulate: 2 });
  const slowStart = rowsOf(slowLine.weight)[0]!;
  run();
  const target = rowsOf(line.weight)[0]!;
  expect(Math.abs(target[0]! - start[0]!)).toBeGreaterThan(1e-6);
  expectClose(
    rowsOf(slowLine.weight)[0]!,
    slowStart.map((value, axis) => 0.75 * value + 0.25 * target[axis]!),
    { atol: 1e-7 },
  );
});

test("what a method puts off runs once per part, after weights and momentum weights have moved, its tensors alive", async () => {
  const seen: { parts: number[]; weights: number[]; slow: number[] } = { parts: [], weights: [], slow: [] };
  const deferring = {
    ...leastSquares,
    step(input: StepInput<Record<string, unknown>, Record<string, Module>>) {
      const result = leastSquares.step(input);
      const half: Tensor = div(input.views.view!.images, 2);
      const { line, slowLine } = input.modules as unknown as Record<string, Line>;
      const run = () => {
        seen.parts.push(half.length(0));
        seen.weights.push(line!.weight.toNumbers()[0]!);
        seen.slow.push(slowLine!.weight.toNumbers()[0]!);
      };
      return { ...result, after: { needs: [half], run } };
    },
  } as Method;
  const { run, line, slowLine } = await setUp({ accumulate: 2 }, deferring);
  run();
  const moved = [line.weight.toNumbers()[0]!, slowLine.weight.toNumbers()[0]!];
  expect(seen).toEqual({ parts: [4, 4], weights: [moved[0], moved[0]], slow: [moved[1], moved[1]] });
  expect(moved[0]).not.toBe(Math.fround(start[0]!));
});

test("parts draw differently, steps too, and a step twice the same", async () => {
  const draws: bigint[] = [];
  const drawing = {
    ...leastSquares,
    step(input: StepInput<Record<string, unknown>, Record<string, Module>>) {
      draws.push(input.random.seed());
      return leastSquares.step(input);
    },
  } as Method;
  const { context, batch } = await setUp({ accumulate: 2 }, drawing);
  for (const step of [0, 1, 0]) {
    const progress = { step, steps: 9, epoch: 0, epochs: 3 };
    trainStep(context, { progress, ids, batch, learningRate: 0.01, size: 8 });
  }
  expect(new Set(draws.slice(0, 4)).size).toBe(4);
  expect(draws.slice(4)).toEqual(draws.slice(0, 2));
});

test("a bad loss stops before anything has moved, and what was put off never runs", async () => {
  let ran = 0;
  const exploding = {
    ...leastSquares,
    step(input: StepInput<Record<string, unknown>, Record<string, Module>>) {
      const result = leastSquares.step(input);
      return { ...result, loss: div(result.loss, 0), after: { needs: [], run: () => ran++ } };
    },
  } as unknown as Method;
  const { run, modules, context } = await setUp({ optimizerMomentum: 0.9 }, exploding);
  const state = () => ({
    ...digests(context.parameters),
    ...digests(modules.slowLine!.state()),
    ...digests(context.optimizer.state()),
  });
  const before = state();
  expect(run).toThrow("step 0: loss Infinity, gradient norm NaN; first bad tensor: gradient of line.weight");
  expect(state()).toEqual(before);
  expect(ran).toBe(0);
  expect(existsSync(join(context.runPath, "diagnosis", "step.json"))).toBe(true);
});

test("a step leaves no tensors behind", async () => {
  const { run } = await setUp({ accumulate: 2, clipGradient: 1 });
  run();
  const before = memoryUse();
  run();
  expect(memoryUse()).toEqual(before);
});

test("a method that needs labels is handed the classes of its images, others none", async () => {
  const labels = Int32Array.from({ length: 24 }, (_, image) => 100 + image);
  const seen: (number[] | undefined)[] = [];
  const reading = {
    ...leastSquares,
    step(input: StepInput<Record<string, unknown>, Record<string, Module>>) {
      seen.push(input.labels?.toNumbers());
      return leastSquares.step(input);
    },
  };
  const run = async (needs: Method["needs"], labels?: Int32Array) => {
    const { context, batch } = await setUp({ accumulate: 2 }, { ...reading, ...(needs && { needs }) });
    const progress = { step: 0, steps: 9, epoch: 0, epochs: 3 };
    trainStep({ ...context, labels }, { progress, ids, batch, learningRate: 0.01, size: 8 });
  };
  await run({ labels: true }, labels);
  expect(seen).toEqual([
    [103, 101, 104, 115],
    [109, 102, 106, 105],
  ]);
  await run(undefined, labels);
  expect(seen.slice(2)).toEqual([undefined, undefined]);
  await expect(run({ labels: true })).rejects.toThrow("needs labels");
});

test("before the update a method may take gradients away: what has none stays where it is", async () => {
  const frozen = {
    ...leastSquares,
    step(input: StepInput<Record<string, unknown>, Record<string, Module>>) {
      const beforeUpdate = () => clearGradients(input.modules.line!.parameters().values());
      return { ...leastSquares.step(input), ...(input.progress.step === 0 && { beforeUpdate }) };
    },
  };
  const { run, line } = await setUp({ accumulate: 2, weightDecay: 0.1, optimizerMomentum: 0.9 }, frozen);
  expect(run().gradientNorm).toBe(0);
  expectClose(rowsOf(line.weight)[0]!, start, { atol: 1e-7 });
});

test("a scheduled momentum is asked for the share of the steps that is done", async () => {
  const { context, batch, line, slowLine } = await setUp();
  const shares: number[] = [];
  slowLine.follows = {
    module: line,
    momentum: (share) => {
      shares.push(share);
      return 0.5 + share;
    },
  };
  const slowStart = rowsOf(slowLine.weight)[0]!;
  trainStep(context, {
    progress: { step: 3, steps: 12, epoch: 0, epochs: 3 },
    ids,
    batch,
    learningRate: 0.01,
    size: 8,
  });
  expect(shares).toEqual([0.25]);
  const target = rowsOf(line.weight)[0]!;
  expectClose(
    rowsOf(slowLine.weight)[0]!,
    slowStart.map((value, axis) => 0.75 * value + 0.25 * target[axis]!),
    { atol: 1e-7 },
  );
});
