// Benchmark: one optimiser step of pre-training on given views; making the views is measured by itself.
import { methodByName } from "../../../methods/index.ts";
import type { Method } from "../../../methods/method.ts";
import { contiguous, normal, type Precision, randomKey, type Shape } from "../../../tensor/index.ts";
import { makeOptimizer, trainableParameters, usePrecision } from "../../../train/loop.ts";
import type { TrainOptions } from "../../../train/options.ts";
import { trainStep } from "../../../train/step.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";

const learningRate = 0.03;

// The sizes of the paper's experiments on ImageNet-100: K 16,384, MoCHi (1024, 1024, 128).
const mixing = { hardest: 1024, synthetic: 1024, syntheticWithQuery: 128 };

interface StepSettings {
  method: "moco-v2" | "mochi";
  arch: "resnet10" | "resnet18";
  /** Channels of the first stage. */
  width: number;
  precision: Precision;
  batch: number;
  /** Side of the views in pixels. */
  size: number;
  queueSize: number;
  bnSplits: number;
}

/** The step of a method at its usual sizes, but for what is given. */
export function trainStepCase(given: Partial<StepSettings>): BenchCase {
  const usual = { method: "moco-v2", arch: "resnet18", width: 16, precision: "bf16", batch: 256, size: 32 } as const;
  const settings: StepSettings = { ...usual, queueSize: 16_384, bnSplits: 1, ...given };
  const { method, width, precision, batch } = settings;
  return {
    name: `train-step/${method}/w${width}/${precision}`,
    settings: method === "mochi" ? { ...mixing, ...settings } : { ...settings },
    unit: "images/s",
    amount: batch,
    cores: "all",
    peers: method === "mochi" ? ["customary", "best"] : ["customary"],
    isQuick: width === 16 && precision === "bf16",
  };
}

export const trainStepProgram: BenchProgram = {
  name: "train-step",
  cases: [
    trainStepCase({ width: 16, precision: "bf16" }),
    trainStepCase({ method: "mochi", width: 16, precision: "bf16" }),
    trainStepCase({ width: 16, precision: "fp32" }),
    trainStepCase({ method: "mochi", width: 16, precision: "fp32" }),
    trainStepCase({ width: 64, precision: "bf16" }),
    trainStepCase({ method: "mochi", width: 64, precision: "bf16" }),
    trainStepCase({ width: 64, precision: "fp32" }),
  ],

  async prepare(given) {
    const settings = given as unknown as StepSettings;
    const { batch, size } = settings;
    const methodOptions = {
      temperature: 0.2,
      encoderMomentum: 0.99,
      inBatchNegatives: false,
      mixingWarmup: 0,
      ...settings,
    };
    const method = onGivenViews(methodByName(settings.method), [batch, 3, size, size]);
    const head = { embeddingSize: 128, headLayers: 2, headHidden: 0, headBatchNorm: false };
    const modules = method.build({
      options: methodOptions,
      encoder: { ...settings, ...head, stem: "cifar" },
      data: { length: 50_000, classes: 10 },
      random: randomKey(0),
    });
    usePrecision(modules, settings.precision);
    const parameters = trainableParameters(modules);
    const options = {
      ...{ optimizer: "sgd", optimizerMomentum: 0.9, nesterov: false, weightDecay: 5e-4, decayNormsAndBiases: true },
      ...{ batchSize: batch, accumulate: 1, clipGradient: 0, recipe: "moco-v2-small", cropScale: 0.2 },
    } as TrainOptions;
    const optimizer = makeOptimizer(parameters, options);
    const context = { method, methodOptions, modules, parameters, optimizer, options, key: randomKey(0), runPath: "." };
    const ids = Int32Array.from({ length: batch }, (_, id) => id);
    const images = { images: new Uint8Array(0), count: batch, height: 0, width: 0 };
    let step = 0;
    return () => {
      const progress = { step: step++, steps: 1000, epoch: 0, epochs: 1 };
      return timed(() => trainStep(context, { progress, ids, batch: images, learningRate, size }));
    };
  },
};

/** The method with views that are there already, instead of images to be augmented. */
function onGivenViews(method: Method, shape: Shape): Method {
  const names = Object.keys(method.views({ recipe: "moco-v2-small", options: {} }));
  const views = Object.fromEntries(
    names.map((name) => {
      const drawn = normal(randomKey(1).fold(name), shape);
      return [name, { images: contiguous(drawn, { memoryFormat: "channels_last" }) }];
    }),
  );
  return { ...method, views: () => ({}), step: (input) => method.step({ ...input, views }) };
}
