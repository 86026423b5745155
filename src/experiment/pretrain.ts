// mochi pretrain: plan, data, modules, training with its monitors, evaluation, pictures and report, in this order.
import { resolve } from "node:path";
import { checkSample, tooManyBroken } from "../data/broken-images.ts";
import type { Dataset } from "../data/dataset.ts";
import { MochiError } from "../errors.ts";
import { methodByName } from "../methods/index.ts";
import { requireData } from "../methods/requirements.ts";
import type { ResolvedConfig, Ui } from "../options/index.ts";
import { applyPlan } from "../presets/apply-plan.ts";
import { planFromMinutes, plannedResolutions, plannedWidth } from "../presets/plan.ts";
import { writeReport } from "../report/index.ts";
import { RunFolder } from "../run/run-folder.ts";
import { randomKey, setThreads } from "../tensor/index.ts";
import { train } from "../train/loop.ts";
import type { TrainOptions } from "../train/options.ts";
import { profileSteps } from "../train/profile.ts";
import { choosePrecision, describeEnvironment, describeProgram } from "./environment.ts";
import { evaluateAll } from "./evaluate-run.ts";
import { evaluateHeldOut } from "./held-out.ts";
import { onInterruption } from "./interruption.ts";
import { measureRates } from "./measure-rate.ts";
import { monitorsFor, stepMonitorFor } from "./monitors.ts";
import {
  buildModules,
  encoderOf,
  evaluationViews,
  type OpenedRun,
  openTrainingData,
  type RunOptions,
} from "./open-run.ts";
import { drawNeighbours, drawViews } from "./pictures.ts";
import { recordProfile } from "./profile/record.ts";
import { resultsTable } from "./results.ts";

// The first steps pay for libtorch's start-up and the growth of the heap; ten steps even out what one step alone meets.
const profileLength = { warmup: 5, steps: 10 };

/**
 * Runs or continues pre-training as configured; everything lands in the run folder `options.out`.
 * @throws InterruptedError after SIGINT or SIGTERM, once a checkpoint is written
 */
export async function pretrain(given: ResolvedConfig, ui: Ui): Promise<void> {
  const interruption = onInterruption(ui);
  try {
    await run(given, ui, interruption.isRequested);
  } finally {
    interruption.release();
  }
}

async function run(given: ResolvedConfig, ui: Ui, isInterrupted: () => boolean): Promise<void> {
  if (given.options.threads > 0) setThreads(given.options.threads);
  const choice = choosePrecision(given.options.precision);
  const environment = describeEnvironment(choice, given.options.device);
  ui.info(`device ${environment.device}, ${environment.threads} threads of libtorch ${environment.libtorch.version}`);
  ui.info(`precision ${choice.precision}: ${choice.reason}`);
  const data = await openTrainingData(given.options.data, given.options, ui);
  const method = methodByName(given.method);
  requireData(method, data.train);
  requireBatch(data.train.info.length, given.options.batchSize);
  await requireWhole(data.train, given.options, ui);
  const config = await planned(given, ui, { method, data, precision: choice.precision });
  const { options } = config;
  for (const note of config.notes) ui.info(note);

  const folder = new RunFolder(options.resume ?? options.out ?? `runs/${config.preset}`);
  folder.create();
  const description = { ...describeProgram(), ...config, options, shows: method.shows };
  if (!options.resume) folder.writeConfig(description);
  folder.writeEnvironment(environment);
  if (config.command) ui.info(`repeat with: ${config.command}`);

  const modules = buildModules(method, options, data);
  const encode = encoderOf(method, modules);
  const views = evaluationViews(method, options);
  const opened: OpenedRun = {
    folder,
    config: description,
    options,
    data,
    method,
    modules,
    encode,
    views,
  };
  if (!options.resume) await drawViews(opened);

  const profiler = options.profile ? profileSteps(profileLength, recordProfile(folder, ui)) : undefined;
  try {
    await train({
      method,
      methodOptions: options,
      modules,
      data: data.train,
      options: { ...options, precision: choice.precision } as TrainOptions,
      run: folder,
      monitors: monitorsFor(opened, ui),
      stepMonitor: stepMonitorFor(opened),
      ui,
      profiler,
      isInterrupted,
    });
    profiler?.finish();
  } catch (error) {
    recordSkipped(opened, ui);
    const state = folder.readState();
    if (state && state.status !== "interrupted") folder.writeState({ ...state, status: "failed" });
    throw error;
  }

  const evaluations = [...(await evaluateAll(opened, ui)), ...(await evaluateHeldOut(opened, ui))];
  await drawNeighbours(opened);
  const state = folder.readState();
  if (state) folder.writeState({ ...state, status: "finished", updatedAt: new Date().toISOString() });
  if (state) for (const line of resultsTable(evaluations, state, data.train.info.length)) ui.info(line);
  recordSkipped(opened, ui);
  ui.info(`report: ${resolve(await writeReport([folder.path]))}`);
}

/** The configuration with its dial turned into epochs, width and schedule. */
async function planned(
  given: ResolvedConfig,
  ui: Ui,
  { method, data, precision }: Pick<OpenedRun, "method" | "data"> & { precision: "fp32" | "bf16" },
): Promise<ResolvedConfig> {
  const { minutes, imageSize } = given.options;
  if (minutes === 0 || given.options.resume) return given;
  const isFree = !["flag", "config"].includes(given.sources.width ?? "default");
  const options = isFree ? { ...given.options, width: plannedWidth(minutes) } : given.options;
  const rates = await measureRates(plannedResolutions(imageSize), { method, options, precision, data, ui });
  return applyPlan(given, planFromMinutes(minutes, rates, data.train.info.length), method.options);
}

/** Decodes a sample of the images before anything is computed. */
async function requireWhole(data: Dataset, { seed, maxBroken }: RunOptions, ui: Ui): Promise<void> {
  await checkSample(data, randomKey(seed).fold("sample"), (progress) => ui.progress(progress));
  ui.progress(undefined);
  const fault = tooManyBroken(data, maxBroken);
  if (fault) throw fault;
}

/** skipped.json, and a word about it: of training and test images, in all sittings of the run. */
function recordSkipped({ data, folder }: OpenedRun, ui: Ui): void {
  const parts = [data.train, ...(data.test ? [data.test] : [])];
  const skipped = parts.flatMap((part) => part.skipped ?? []);
  const all = folder.addSkipped(skipped);
  if (all.length === 0) return;
  // The others were passed over while looking for images, in every sitting anew.
  const unread = skipped.length - parts.reduce((sum, { tally }) => sum + (tally?.broken ?? 0), 0);
  const replaced = all.length - unread;
  const broken = replaced > 0 ? `, ${replaced} of them broken and replaced by others` : "";
  ui.warn(`images passed over: ${all.length}${broken}; their names and reasons: ${folder.path}/skipped.json`);
}

function requireBatch(images: number, batchSize: number): void {
  if (images >= batchSize) return;
  throw new MochiError({
    code: "batch-too-large",
    message: `batch size ${batchSize} is larger than the ${images} training images`,
    where: "--batch-size",
    remedy: `use --batch-size ${2 ** Math.floor(Math.log2(Math.max(2, images)))} or more images`,
  });
}
