// Every method on CIFAR-10 under one protocol: a slim encoder, three epochs; ten for MoCo-v2 and MoCHi.
import { defineSweep } from "mochi-ssl/config";

const seeds = [0, 1, 2];
const shortRuns = [
  ...["instdis", "moco-v1", "infomin", "pirl", "cmc", "cpc", "unmix", "imix", "swav", "simsiam", "barlow-twins"],
  ...["vicreg", "dino", "supervised", "rotation", "context-prediction", "colorization"],
  ...["moco-v2-oracle", "mochi-oracle"],
];

export default defineSweep({
  seeds: [0],
  base: { data: "cifar10", arch: "resnet18", width: 8, stem: "cifar", imageSize: 32, epochs: 3 },
  cells: {
    "random-init": { preset: "random-init", epochs: 0.5, seeds },
    "moco-v2": { method: "moco-v2", epochs: 10, seeds },
    mochi: { preset: "cifar10", method: "mochi", epochs: 10, seeds },
    simclr: { method: "simclr", seeds },
    byol: { method: "byol", seeds },
    ...Object.fromEntries(shortRuns.map((method) => [method, { method }])),
  },
});
