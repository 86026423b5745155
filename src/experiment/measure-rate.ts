// The training rate of this machine at given view sizes, measured once and remembered.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../data/cache.ts";
import type { DatasetPair } from "../data/dataset.ts";
import type { Method } from "../methods/method.ts";
import type { Ui } from "../options/index.ts";
import type { Rate } from "../presets/plan.ts";
import { writeJson } from "../run/atomic-file.ts";
import { buildInfo, type Precision, randomKey } from "../tensor/index.ts";
import { readForViews } from "../train/batches.ts";
import { makeOptimizer, trainableParameters, usePrecision } from "../train/loop.ts";
import type { TrainOptions } from "../train/options.ts";
import { trainStep, viewsInput } from "../train/step.ts";
import { buildModules, type RunOptions } from "./open-run.ts";

// The first steps pay for libtorch's start-up and the growth of the heap.
const warmupSteps = 4;
const timedSteps = 9;

/**
 * Images per second at each size, with the options of the run; mixing is included where the method mixes.
 * Kept in the cache folder per processor, threads and model: the same plan follows on the next start.
 */
export async function measureRates(
  sizes: readonly number[],
  {
    method,
    options,
    precision,
    data,
    ui,
  }: { method: Method; options: RunOptions; precision: Precision; data: DatasetPair; ui: Ui },
): Promise<Rate[]> {
  const file = join(cacheFolder(), "rates", `${fingerprint(sizes, options, precision)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Rate[];
  ui.info("measuring the training rate of this machine, once");
  const rates: Rate[] = [];
  for (const [index, size] of sizes.entries()) {
    ui.progress({ label: "measuring", done: index, total: sizes.length });
    const methodOptions = { ...options, mixingWarmup: 0 };
    const trainOptions = { ...options, precision } as TrainOptions;
    const modules = buildModules(method, options, data);
    usePrecision(modules, precision);
    const parameters = trainableParameters(modules);
    const optimizer = makeOptimizer(parameters, trainOptions);
    const context = {
      method,
      methodOptions,
      modules,
      parameters,
      optimizer,
      options: trainOptions,
      key: randomKey(0),
      runPath: ".",
    };
    const ids = Int32Array.from({ length: options.batchSize }, (_, id) => id);
    const times: number[] = [];
    for (let step = 0; step < warmupSteps + timedSteps; step++) {
      const started = performance.now();
      const progress = { step, steps: warmupSteps + timedSteps, epoch: 0, epochs: 1 };
      const batch = await readForViews(data.train, viewsInput(context, { ids, size, progress }));
      // A rate of zero: the steps cost what steps cost and leave the weights where they are.
      trainStep(context, { progress, ids, batch, learningRate: 0, size });
      if (step >= warmupSteps) times.push((performance.now() - started) / 1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    rates.push({ resolution: size, imagesPerSecond: Math.round(options.batchSize / median) });
  }
  ui.progress(undefined);
  writeJson(file, rates);
  return rates;
}

function fingerprint(sizes: readonly number[], options: RunOptions, precision: Precision): string {
  const { method, arch, width, stem, batchSize, bnSplits, queueSize, recipe, hardest, synthetic, syntheticWithQuery } =
    options as RunOptions & Record<string, unknown>;
  const { threads, version } = buildInfo();
  const parts = [
    sizes,
    method,
    arch,
    width,
    stem,
    batchSize,
    bnSplits,
    queueSize,
    recipe,
    hardest,
    synthetic,
    syntheticWithQuery,
    precision,
    threads,
    version,
    cpus()[0]?.model,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
