// A run folder opened again: its data, its modules with the newest weights, and how images become its features.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type CropDeclaration,
  evaluation,
  evaluationImageNet,
  linear as linearRecipe,
  normalizedLike,
  recipeNamed,
} from "../augment/index.ts";
import type { DatasetPair } from "../data/dataset.ts";
import { openData } from "../data/open.ts";
import { UsageError } from "../errors.ts";
import type { Encode } from "../evaluate/features.ts";
import { methodByName } from "../methods/index.ts";
import type { EncoderOptions, Method } from "../methods/method.ts";
import { requireData } from "../methods/requirements.ts";
import type { ResolvedConfig, Ui } from "../options/index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { RunFolder } from "../run/run-folder.ts";
import type { RunConfig } from "../run/types.ts";
import { randomKey, setThreads } from "../tensor/index.ts";
import { usePrecision } from "../train/loop.ts";
import { type Modules, moduleState, restore } from "../train/state.ts";
import { choosePrecision } from "./environment.ts";
import { classesOf } from "./evaluate-run.ts";

export type RunOptions = ResolvedConfig["options"];

export interface OpenedRun {
  folder: RunFolder;
  config: RunConfig;
  options: RunOptions;
  data: DatasetPair;
  method: Method;
  modules: Modules;
  /** Images `[B, 3, H, W]` → features `[B, D]`, by the frozen encoder. */
  encode: Encode;
  views: EvaluationViews;
}

/** How images become inputs outside training, normalised as in training. */
export interface EvaluationViews {
  testing: CropDeclaration;
  linearTraining: CropDeclaration;
}

/**
 * @param path run folder
 * @throws UsageError `run-missing`
 * @throws MochiError `checkpoint-missing`
 */
export async function openRun(
  path: string,
  ui: Ui,
  choice: { data?: string | undefined; threads?: number } = {},
): Promise<OpenedRun> {
  const folder = new RunFolder(path);
  const config = folder.readConfig<RunConfig>();
  if (!config)
    throw new UsageError([
      {
        code: "run-missing",
        message: existsSync(path) ? "not a run folder: it has no config.json" : "there is no such folder",
        where: path,
        remedy: `name a folder that mochi pretrain wrote${otherRuns(path)}`,
      },
    ]);
  if (choice.threads) setThreads(choice.threads);
  const options = config.options as unknown as RunOptions;
  const method = methodByName(config.method);
  const data = await openTrainingData(choice.data ?? options.data, options, ui);
  requireData(method, data.train);
  const modules = buildModules(method, options, data);
  const checkpoint = loadCheckpoint(folder.checkpoints);
  for (const warning of checkpoint.warnings) ui.warn(warning);
  restore(moduleState(modules), checkpoint.content, folder.checkpoints);
  usePrecision(modules, choosePrecision(options.precision).precision);
  return {
    folder,
    config,
    options,
    data,
    method,
    modules,
    encode: encoderOf(method, modules),
    views: evaluationViews(method, options),
  };
}

// ": runs/a, runs/b", the runs beside the one that is not there.
function otherRuns(path: string): string {
  const parent = dirname(path);
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const runs = names.map((name) => join(parent, name)).filter((run) => existsSync(join(run, "config.json")));
  return runs.length > 0 ? `: ${runs.sort().join(", ")}` : "";
}

/** Opens the data with progress, and says what was found. */
export async function openTrainingData(
  spec: string,
  { imageSize }: Pick<RunOptions, "imageSize">,
  ui: Ui,
): Promise<DatasetPair> {
  const data = await openData(spec, { imageSize, onProgress: (progress) => ui.progress(progress) });
  ui.progress(undefined);
  ui.info(`data: ${data.description}`);
  return data;
}

/** The method's modules, initialised from the seed. */
export function buildModules(method: Method, options: RunOptions, data: DatasetPair): Modules {
  return method.build({
    options,
    encoder: options as EncoderOptions,
    data: { length: data.train.info.length, classes: data.train.labels && classesOf(data.train) },
    random: randomKey(options.seed).fold("initialisation"),
  });
}

export function encoderOf(method: Method, modules: Modules): Encode {
  return (images) => method.features(modules, images);
}

// Data sets of such images (CIFAR, Tiny ImageNet, STL-10) are cut to what they show already, and tested whole.
const largestTestedWhole = 96;

export function evaluationViews(
  method: Pick<Method, "evaluationView" | "evaluationViewFor">,
  options: Pick<RunOptions, "recipe" | "imageSize">,
): EvaluationViews {
  const trained = recipeNamed(options.recipe);
  const tested = options.imageSize > largestTestedWhole ? evaluationImageNet : evaluation;
  const shown = method.evaluationViewFor?.(options) ?? method.evaluationView;
  return {
    testing: { ...shown, recipe: normalizedLike(tested, trained) },
    linearTraining: { ...shown, recipe: normalizedLike(linearRecipe, trained) },
  };
}
