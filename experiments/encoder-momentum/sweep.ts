// Are old keys too easy? MoCo-v2 and MoCHi as in experiments/reproduce, whose key encoder has momentum 0.99, with slower ones.
import { defineSweep } from "mochi-ssl/config";

const mixture = { hardest: 1024, synthetic: 1024, syntheticWithQuery: 128, mixingWarmup: 0.773 };

export default defineSweep({
  seeds: [0, 1, 2],
  base: {
    preset: "quickstart",
    data: "cifar10",
    width: 8,
    imageSize: 16,
    resolutions: [],
    minutes: 0,
    epochs: 7.73,
    lrWarmup: 0.3865,
    queueSize: 16384,
    inBatchNegatives: false,
    temperature: 0.2,
    precision: "fp32",
    knnEvery: 0.9663,
    printFrequency: 20,
  },
  cells: {
    "moco-v2-0.996": { method: "moco-v2", encoderMomentum: 0.996 },
    "mochi-0.996": { method: "mochi", ...mixture, encoderMomentum: 0.996 },
    "moco-v2-0.999": { method: "moco-v2", encoderMomentum: 0.999 },
    "mochi-0.999": { method: "mochi", ...mixture, encoderMomentum: 0.999 },
  },
});
