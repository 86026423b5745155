// The one training loop, for every method; reads from top to bottom.
import { tooManyBroken } from "../data/broken-images.ts";
import type { Dataset } from "../data/dataset.ts";
import { InterruptedError } from "../errors.ts";
import type { Contrast, Method, Progress } from "../methods/method.ts";
import { Encoder } from "../nn/encoder.ts";
import { adam } from "../nn/optim/adam.ts";
import { lars } from "../nn/optim/lars.ts";
import { sgd } from "../nn/optim/sgd.ts";
import type { Ui } from "../options/ui.ts";
import { type CheckpointInfo, hasCheckpoint, loadCheckpoint, saveCheckpoint } from "../run/checkpoint.ts";
import type { RunFolder, RunStatus } from "../run/run-folder.ts";
import { beginPhase, endPhase, type Parameter, type Precision, randomKey } from "../tensor/index.ts";
import { batchOrder, readForViews } from "./batches.ts";
import type { Monitor, StepMonitor } from "./monitor.ts";
import { type Plan, planSteps, type TrainOptions } from "./options.ts";
import type { StepProfiler } from "./profile.ts";
import { learningRateAt, viewSizeAt, workLeft } from "./schedule.ts";
import { type Modules, restore, trainingState } from "./state.ts";
import { type StepContext, type StepOutcome, trainStep, viewsInput } from "./step.ts";

export interface TrainingJob {
  method: Method;
  methodOptions: Record<string, unknown>;
  modules: Modules;
  data: Dataset;
  options: TrainOptions;
  run: RunFolder;
  monitors: readonly Monitor[];
  stepMonitor?: StepMonitor | undefined;
  ui: Ui;
  profiler?: StepProfiler | undefined;
  /** Asked between steps; true stops the run after a checkpoint. */
  isInterrupted: () => boolean;
}

/**
 * Trains to the last step, from the newest checkpoint where there is one.
 * @throws InterruptedError once a checkpoint is written; MochiError `not-finite` when loss or gradient go bad.
 */
export async function train(job: TrainingJob): Promise<CheckpointInfo> {
  const { modules, data, options, run, monitors, stepMonitor, ui, profiler } = job;
  const plan = planSteps(options, data.info.length);
  const parameters = trainableParameters(modules);
  const optimizer = makeOptimizer(parameters, options);
  const key = randomKey(options.seed);
  const context: StepContext = { ...job, labels: data.labels, parameters, optimizer, key, runPath: run.path };
  usePrecision(modules, options.precision);

  let info: CheckpointInfo = { step: 0, epoch: 0, mixedSteps: 0, trainSeconds: 0 };
  if (hasCheckpoint(run.checkpoints)) {
    const checkpoint = loadCheckpoint(run.checkpoints);
    for (const warning of checkpoint.warnings) ui.warn(warning);
    restore(trainingState(modules, optimizer), checkpoint.content, run.checkpoints);
    info = checkpoint.info;
    ui.info(`resuming after step ${info.step} of ${plan.steps}`);
  }
  run.rewindMetrics(info.step);

  const writeState = (status: RunStatus) =>
    run.writeState({
      ...info,
      status,
      steps: plan.steps,
      ...(data.tally && { brokenImages: data.tally.broken }),
      updatedAt: new Date().toISOString(),
    });
  const save = () => {
    run.syncMetrics();
    if (data.skipped) run.addSkipped(data.skipped);
    saveCheckpoint(run.checkpoints, trainingState(modules, optimizer), info);
    writeState("running");
  };
  writeState("running");

  const idsOf = batchOrder(key.fold("order"), data.info.length, plan.stepsPerEpoch, options.batchSize);
  const read = (step: number) =>
    readAhead(
      data,
      viewsInput(context, {
        ids: idsOf(step),
        size: viewSizeAt(step, plan, options),
        progress: { epoch: step / plan.stepsPerEpoch },
      }),
    );
  let upcoming = info.step < plan.steps ? read(info.step) : undefined;
  while (info.step < plan.steps) {
    const started = performance.now();
    const { step } = info;
    const ids = idsOf(step);
    profiler?.beginStep();
    const wait = beginPhase("data");
    const batch = await upcoming;
    endPhase(wait);
    if (!batch) break;
    // The next batch is read by other threads while this step computes.
    upcoming = step + 1 < plan.steps ? read(step + 1) : undefined;

    const progress: Progress = { step, steps: plan.steps, epoch: step / plan.stepsPerEpoch, epochs: options.epochs };
    const learningRate = learningRateAt(step, plan, options);
    const size = viewSizeAt(step, plan, options);
    let seen: Record<string, unknown> | undefined;
    const isLookedAt = stepMonitor && (step + 1) % stepMonitor.everySteps === 0;
    const look = isLookedAt ? (contrast: Contrast) => (seen = stepMonitor.look(contrast)) : undefined;
    const outcome = trainStep(context, { progress, ids, batch, learningRate, size, look });
    batch.release?.();
    profiler?.endStep();

    const seconds = (performance.now() - started) / 1000;
    info = {
      step: step + 1,
      epoch: (step + 1) / plan.stepsPerEpoch,
      mixedSteps: info.mixedSteps + (outcome.isMixing ? 1 : 0),
      trainSeconds: info.trainSeconds + seconds,
    };
    report(job, info, outcome, { learningRate, size, seconds, plan });
    if (stepMonitor && seen) run.appendMetrics({ kind: stepMonitor.kind, step: info.step, epoch: info.epoch, ...seen });

    const isLast = info.step === plan.steps;
    const isDue = (everyEpochs: number) => isLast || info.step % Math.round(everyEpochs * plan.stepsPerEpoch) === 0;
    for (const monitor of monitors) {
      if (!isDue(monitor.everyEpochs)) continue;
      ui.progress(undefined);
      const numbers = await monitor.run({ ...progress, step: info.step, epoch: info.epoch });
      const { step, epoch, trainSeconds } = info;
      run.appendMetrics({ kind: "evaluation", name: monitor.name, step, epoch, ...numbers, seconds: trainSeconds });
    }
    if (isDue(options.checkpointEvery)) save();

    // Between steps is the only time at which a run may stop: this lets the signals in.
    await new Promise((resolve) => setImmediate(resolve));
    const stop = job.isInterrupted() ? interruption(info, plan, run) : tooManyBroken(data, options.maxBroken);
    if (stop && !isLast) {
      save();
      writeState("interrupted");
      ui.progress(undefined);
      throw stop;
    }
  }
  ui.progress(undefined);
  return info;
}

/** Every parameter that is trained, as `module.path`; momentum modules are left out. */
export function trainableParameters(modules: Modules): Map<string, Parameter> {
  const trained = Object.entries(modules).filter(([, module]) => !module.follows);
  return new Map(
    trained.flatMap(([name, module]) =>
      [...module.parameters()].map(([path, value]): [string, Parameter] => [`${name}.${path}`, value]),
    ),
  );
}

/** Sets the precision of every encoder of a method. */
export function usePrecision(modules: Modules, precision: Precision): void {
  for (const module of Object.values(modules)) if (module instanceof Encoder) module.precision = precision;
}

/** The optimiser that the options name. */
export function makeOptimizer(parameters: Map<string, Parameter>, options: TrainOptions) {
  const { optimizer, optimizerMomentum: momentum, weightDecay } = options;
  if (optimizer === "lars") return lars(parameters, { momentum, weightDecay });
  const decays = (_: string, { shape }: { shape: readonly number[] }) =>
    options.decayNormsAndBiases || shape.length > 1;
  if (optimizer === "sgd") return sgd(parameters, { momentum, weightDecay, nesterov: options.nesterov, decays });
  // The momentum of the optimiser is Adam's β₁.
  const betas = [momentum, 0.999] as const;
  return adam(parameters, { weightDecay, isDecoupled: optimizer === "adamw", betas, decays });
}

function readAhead(data: Dataset, input: Parameters<typeof readForViews>[1]) {
  const reading = readForViews(data, input);
  reading.catch(() => {}); // A failed read is thrown where its step awaits it.
  return reading;
}

function interruption({ step }: CheckpointInfo, { steps }: Plan, { path }: RunFolder): InterruptedError {
  return new InterruptedError({
    code: "interrupted",
    message: `stopped after step ${step} of ${steps}; a checkpoint is saved`,
    where: path,
    remedy: `go on with: mochi pretrain --resume ${path}`,
  });
}

interface StepNumbers {
  learningRate: number;
  size: number;
  seconds: number;
  plan: Plan;
}

function report(
  { run, ui, options, data, method }: TrainingJob,
  info: CheckpointInfo,
  outcome: StepOutcome,
  numbers: StepNumbers,
): void {
  const { learningRate, size, seconds, plan } = numbers;
  const { loss, gradientNorm, metrics, isMixing } = outcome;
  const epoch = Math.floor((info.step - 1) / plan.stepsPerEpoch);
  const imagesPerSecond = Math.round((options.batchSize / seconds) * 10) / 10;
  if (info.step % options.printFrequency === 0 || info.step === 1 || info.step === plan.steps) {
    run.appendMetrics({
      kind: "step",
      step: info.step,
      epoch,
      loss,
      ...metrics,
      gradientNorm,
      learningRate,
      resolution: size,
      mixing: isMixing,
      imagesPerSecond,
      ...(data.tally && { brokenImages: data.tally.broken }),
      seconds: Math.round(info.trainSeconds * 1000) / 1000,
    });
  }
  const left = workLeft(info.step, plan, options);
  ui.progress({
    label: "pretrain",
    done: info.step,
    total: plan.steps,
    epoch,
    epochs: options.epochs,
    epochStep: info.step - epoch * plan.stepsPerEpoch,
    epochSteps: plan.stepsPerEpoch,
    loss,
    figures: method.shows.flatMap(({ name, label, isShare }) => {
      const value = metrics[name];
      return value === undefined ? [] : [{ label, value, isShare }];
    }),
    imagesPerSecond,
    secondsLeft: (info.trainSeconds * left) / (1 - left),
  });
}
