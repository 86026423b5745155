// The MoCo-v2 training step against plain PyTorch's, alternated step by step in one run.
// Run: OMP_NUM_THREADS=2 npx tsx benchmarks/train-step.ts '{"arch":"resnet18","width":16,"splits":1,"precision":"bf16"}'
import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { momentumUpdate } from "../src/functional/index.ts";
import { methodByName } from "../src/methods/index.ts";
import {
  backward,
  buildInfo,
  clearGradients,
  contiguous,
  normal,
  randomKey,
  scope,
  withoutGradient,
} from "../src/tensor/index.ts";
import { makeOptimizer, trainableParameters, usePrecision } from "../src/train/loop.ts";
import type { TrainOptions } from "../src/train/options.ts";

const defaults = {
  arch: "resnet18",
  width: 16,
  splits: 1,
  precision: "bf16",
  batch: 256,
  size: 32,
  queue: 4096,
  rounds: 21,
};
const config = { ...defaults, ...JSON.parse(process.argv[2] ?? "{}"), threads: buildInfo().threads };

const peer = spawn(
  "/usr/bin/python3",
  [fileURLToPath(new URL("pytorch/moco_v2_step.py", import.meta.url)), JSON.stringify(config)],
  {
    stdio: ["pipe", "pipe", "inherit"],
  },
);
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
const theirStep = async () => {
  peer.stdin.write("\n");
  return Number((await answers.next()).value);
};

const method = methodByName("moco-v2");
const methodOptions = {
  queueSize: config.queue,
  temperature: 0.2,
  encoderMomentum: 0.99,
  bnSplits: config.splits,
  inBatchNegatives: false,
};
const modules = method.build({
  options: methodOptions,
  encoder: { ...config, stem: "cifar", embeddingSize: 128, headLayers: 2, headHidden: 0, headBatchNorm: false },
  data: { length: 50_000, classes: 10 },
  random: randomKey(0),
});
usePrecision(modules, config.precision);
const parameters = trainableParameters(modules);
const optimizer = makeOptimizer(parameters, {
  optimizer: "sgd",
  optimizerMomentum: 0.9,
  nesterov: false,
  weightDecay: 5e-4,
  decayNormsAndBiases: true,
} as TrainOptions);
const images = ["query", "key"].map((name) =>
  contiguous(normal(randomKey(1).fold(name), [config.batch, 3, config.size, config.size]), {
    memoryFormat: "channels_last",
  }),
);
const views = { query: { images: images[0]! }, key: { images: images[1]! } };
const ids = Int32Array.from({ length: config.batch }, (_, id) => id);
let step = 0;
const ourStep = () => {
  const started = performance.now();
  scope(() => {
    clearGradients(parameters.values());
    const progress = { step, steps: 1000, epoch: 0, epochs: 1 };
    const result = method.step({ views, ids, modules, options: methodOptions, progress, random: randomKey(step++) });
    backward(result.loss);
    optimizer.step(0.06);
    for (const module of Object.values(modules))
      if (module.follows)
        withoutGradient(() =>
          momentumUpdate([...module.parameters().values()], [...module.follows!.module.parameters().values()], 0.99),
        );
    result.after?.run();
    result.loss.item();
  });
  return (performance.now() - started) / 1000;
};

const times = { ours: [] as number[], theirs: [] as number[] };
for (let round = -3; round < config.rounds; round++) {
  const pair =
    round % 2 === 0 ? { ours: ourStep(), theirs: await theirStep() } : { theirs: await theirStep(), ours: ourStep() };
  if (round < 0) continue;
  times.ours.push(pair.ours);
  times.theirs.push(pair.theirs);
}
peer.stdin.end();
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const ratios = times.ours.map((ours, round) => times.theirs[round]! / ours);
console.log(
  JSON.stringify({
    ...config,
    oursMs: Math.round(median(times.ours) * 1000),
    pytorchMs: Math.round(median(times.theirs) * 1000),
    rateRatio: Number(median(ratios).toFixed(3)),
    cpu: cpus()[0]?.model,
    libtorch: buildInfo().version,
  }),
);
