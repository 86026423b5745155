// mochi pretrain: plan, data, modules, training with its monitors, evaluation, pictures and report, in this order.
import { resolve } from "node:path";
import { InterruptedError, MochiError } from "../errors.ts";
import { methodByName } from "../methods/index.ts";
import { requireData } from "../methods/requirements.ts";
import type { ResolvedConfig, Ui } from "../options/index.ts";
import { applyPlan } from "../presets/apply-plan.ts";
import { planFromMinutes, plannedResolutions, plannedWidth } from "../presets/plan.ts";
import { writeReport } from "../report/index.ts";
import { RunFolder } from "../run/run-folder.ts";
import { setThreads } from "../tensor/index.ts";
import { train } from "../train/loop.ts";
import type { TrainOptions } from "../train/options.ts";
import { choosePrecision, describeEnvironment, describeProgram } from "./environment.ts";
import { evaluateAll } from "./evaluate-run.ts";
import { onInterruption } from "./interruption.ts";
import { measureRates } from "./measure-rate.ts";
import { monitorsFor } from "./monitors.ts";
import { buildModules, encoderOf, evaluationViews, type OpenedRun, openTrainingData } from "./open-run.ts";
import { drawNeighbours, drawViews } from "./pictures.ts";
import { resultsTable } from "./results.ts";

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

  try {
    await train({
      method,
      methodOptions: options,
      modules,
      data: data.train,
      options: { ...options, precision: choice.precision } as TrainOptions,
      run: folder,
      monitors: monitorsFor(opened, ui),
      ui,
      isInterrupted,
    });
  } catch (error) {
    const state = folder.readState();
    if (state && !(error instanceof InterruptedError)) folder.writeState({ ...state, status: "failed" });
    throw error;
  }

  const evaluations = await evaluateAll(opened, ui);
  await drawNeighbours(opened);
  const state = folder.readState();
  if (state) folder.writeState({ ...state, status: "finished", updatedAt: new Date().toISOString() });
  if (state) for (const line of resultsTable(evaluations, state, data.train.info.length)) ui.info(line);
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

function requireBatch(images: number, batchSize: number): void {
  if (images >= batchSize) return;
  throw new MochiError({
    code: "batch-too-large",
    message: `batch size ${batchSize} is larger than the ${images} training images`,
    where: "--batch-size",
    remedy: `use --batch-size ${2 ** Math.floor(Math.log2(Math.max(2, images)))} or more images`,
  });
}
