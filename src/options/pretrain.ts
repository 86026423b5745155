// The options of pre-training that do not depend on the method.
import { choice, count, inGroup, list, number, text, toggle, type Values } from "./option.ts";
import { recipe } from "./recipe.ts";
import { stages } from "./resolutions.ts";

const run = inGroup("Run", {
  method: text("mochi", { flag: "--method", value: "name", help: "what to train; `mochi methods` lists them" }),
  preset: text("quickstart", {
    flag: "--preset",
    value: "name",
    help: "recipe to start from, by default the method's; `mochi config NAME` shows it",
  }),
  data: text("cifar10", {
    flag: "--data",
    value: "source",
    help: "cifar10, or a path: folder, pack or parquet; `mochi data` lists all forms",
  }),
  maxBroken: number(1, {
    min: 0,
    max: 100,
    changeable: true,
    flag: "--max-broken",
    value: "percent",
    help: "share of images that cannot be decoded above which the run stops",
  }),
  out: text(undefined, {
    flag: "--out",
    value: "folder",
    help: "where the run is written, by default runs/<preset>, with the method where it is another; an unfinished run there is continued",
  }),
  resume: text(undefined, {
    flag: "--resume",
    value: "run|auto",
    help: "continue this run folder; auto: the one at --out, if it is unfinished",
  }),
  seed: count(0, { min: 0, flag: "--seed", help: "all draws follow from it" }),
});

const encoder = inGroup("Encoder", {
  arch: choice(["resnet10", "resnet18", "resnet34", "resnet50"], "resnet18", {
    flag: "--arch",
    short: "-a",
    help: "backbone",
  }),
  width: count(64, {
    flag: "--width",
    value: "channels",
    help: "channels of the first stage; 64 is the published net",
  }),
  stem: choice(["cifar", "imagenet"], "cifar", {
    flag: "--stem",
    help: "cifar: one 3×3 convolution; imagenet: 7×7, stride 2, then pooling",
  }),
  embeddingSize: count(128, {
    min: 2,
    flag: "--embedding-size",
    value: "d",
    help: "length of the vectors that are contrasted",
  }),
  headLayers: count(2, { flag: "--head-layers", help: "linear layers of the projection head" }),
  headHidden: count(0, {
    min: 0,
    flag: "--head-hidden",
    help: "width of the head's hidden layers; 0: as wide as the features",
  }),
  headBatchNorm: toggle(false, { flag: "--head-batch-norm", help: "batch norm after the head's hidden layers" }),
});

const views = inGroup("Views", {
  recipe: recipe("moco-v2", {
    flag: "--augmentation",
    help: "how views are made, small ones for images of about 32 px; or single operations such as crop+color",
  }),
  cropScale: number(0.2, {
    above: 0,
    max: 1,
    flag: "--crop-scale",
    value: "min",
    help: "smallest share of the image's area in a crop",
  }),
  imageSize: count(32, { min: 8, flag: "--image-size", value: "px", help: "side of the views" }),
  resolutions: stages([], {
    flag: "--resolutions",
    help: "sizes to train on, each until a share of the steps; empty: --image-size throughout",
  }),
});

const optimisation = inGroup("Optimisation", {
  epochs: number(10, { above: 0, flag: "--epochs", value: "epochs", help: "length of the run; may be fractional" }),
  minutes: number(0, {
    min: 0,
    flag: "--minutes",
    value: "minutes",
    help: "quickstart's dial: epochs, width and schedule follow from the time and the measured rate; 0: from --epochs",
  }),
  batchSize: count(256, {
    min: 2,
    flag: "--batch-size",
    short: "-b",
    value: "images",
    help: "images of one optimiser step",
  }),
  accumulate: count(1, {
    flag: "--accumulate",
    value: "parts",
    help: "parts the batch is computed in, to save memory",
  }),
  optimizer: choice(["sgd", "lars", "adam", "adamw"], "sgd", {
    flag: "--optimizer",
    help: "lars is meant for batches above 1,024; adamw decays weights beside its step",
  }),
  lr: number(0.06, {
    min: 0,
    flag: "--lr",
    value: "rate",
    help: "highest learning rate; 0: weights stay as initialised, batch norm alone follows the images",
  }),
  optimizerMomentum: number(0.9, { min: 0, below: 1, flag: "--optimizer-momentum", help: "momentum of the optimiser" }),
  nesterov: toggle(false, { flag: "--nesterov", help: "Nesterov's form of the momentum" }),
  weightDecay: number(5e-4, { min: 0, flag: "--wd", help: "weight decay" }),
  decayNormsAndBiases: toggle(true, {
    flag: "--decay-norms-and-biases",
    help: "decay every parameter; without it only tensors of two and more dimensions",
  }),
  schedule: choice(["cosine", "step"], "cosine", {
    flag: "--schedule",
    help: "cosine: down to 0; step: a tenth at each milestone",
  }),
  milestones: list([], {
    above: 0,
    flag: "--milestones",
    value: "epochs",
    help: "where the step schedule falls: 120,160",
  }),
  lrWarmup: number(0, {
    min: 0,
    flag: "--lr-warmup",
    value: "epochs",
    help: "linear rise of the learning rate; may be fractional",
  }),
  clipGradient: number(0, {
    min: 0,
    flag: "--clip-gradient",
    value: "norm",
    help: "largest gradient norm; 0: not clipped",
  }),
});

const watching = inGroup("Evaluation and records", {
  knnEvery: number(1, {
    min: 0,
    changeable: true,
    flag: "--knn-every",
    value: "epochs",
    help: "how often kNN looks at the encoder; 0: never",
  }),
  analyzeEvery: count(50, {
    min: 0,
    changeable: true,
    flag: "--analyze-every",
    value: "steps",
    help: "how often the logits are looked at: hardness, proxy task, false negatives; 0: never",
  }),
  linear: toggle(true, { changeable: true, flag: "--linear", help: "end with linear classification" }),
  checkpointEvery: number(1, {
    above: 0,
    changeable: true,
    flag: "--checkpoint-every",
    value: "epochs",
    help: "how often a checkpoint is kept",
  }),
  printFrequency: count(10, {
    changeable: true,
    flag: "--print-freq",
    short: "-p",
    value: "steps",
    help: "how often a step is recorded, and printed where there is no terminal",
  }),
  profile: toggle(false, {
    changeable: true,
    flag: "--profile",
    help: "after 5 steps record 10: where their time goes, as a table and a Chrome trace, profile.json",
  }),
});

const machine = inGroup("Machine", {
  precision: choice(["fp32", "bf16", "auto"], "auto", {
    flag: "--precision",
    help: "auto: bf16 where the processor computes in it",
  }),
  device: text("cpu", {
    pattern: /^(cpu|cuda(:\d+)?)$/,
    expected: "cpu, cuda or cuda:<number>",
    flag: "--device",
    value: "device",
    help: "cpu, cuda or cuda:1",
  }),
  threads: count(0, { min: 0, changeable: true, flag: "--threads", help: "0: the physical cores" }),
});

export const pretrainOptions = { ...run, ...encoder, ...views, ...optimisation, ...watching, ...machine };

export type PretrainValues = Values<typeof pretrainOptions>;
