// Oracle: hyper-parameters of the papers and the talk, and how presets derive from one another.
import { expect, test } from "vitest";
import { methods } from "../../src/methods/index.ts";
import { pretrainOptions } from "../../src/options/index.ts";
import { presets } from "../../src/presets/index.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";

/** The values of `preset` that `base` does not have. */
function differences(preset: object, base: object): object {
  const theirs = base as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(preset).filter(([key, value]) => JSON.stringify(theirs[key]) !== JSON.stringify(value)),
  );
}

test.each(Object.entries(presets))("%s names itself and contradicts nothing", (name, preset) => {
  expect(preset().preset).toBe(name);
  const { config } = resolvePretrain({ flags: { "--preset": name }, methods, isRun: false });
  expect(config.options).toMatchObject(preset());
  expect(config.notes).toEqual([]);
});

test("every value of a preset is an option of pre-training or of its method", () => {
  for (const preset of Object.values(presets)) {
    const method = methods.find(({ name }) => name === preset().method)!;
    const unknown = Object.keys(preset()).filter((key) => !(key in pretrainOptions || key in method.options));
    expect(unknown).toEqual([]);
  }
});

test("cifar10 is the small recipe: ResNet-18 of width 16, ten epochs, mixing from the second", () => {
  expect(presets.cifar10()).toMatchObject({
    arch: "resnet18",
    width: 16,
    stem: "cifar",
    imageSize: 32,
    recipe: "moco-v2-small",
    epochs: 10,
    batchSize: 256,
    queueSize: 4096,
    encoderMomentum: 0.99,
    temperature: 0.2,
    lr: 0.06,
    weightDecay: 5e-4,
    schedule: "cosine",
    bnSplits: 1,
    cropScale: 0.3,
    inBatchNegatives: true,
    nesterov: true,
    hardest: 256,
    synthetic: 256,
    syntheticWithQuery: 64,
    mixingWarmup: 1,
  });
});

test("cifar100 is cifar10 on other data", () => {
  expect(differences(presets.cifar100(), presets.cifar10())).toEqual({ preset: "cifar100", data: "cifar100" });
});

test("quickstart is cifar10 with what its screenings changed", () => {
  expect(differences(presets.quickstart(), presets.cifar10())).toEqual({
    preset: "quickstart",
    minutes: 10,
    epochs: 19.04,
    lrWarmup: 0.95,
    resolutions: [
      { size: 16, until: 0.5087 },
      { size: 24, until: 0.8802 },
      { size: 32, until: 1 },
    ],
    arch: "resnet10",
    width: 32,
    headHidden: 256,
    headBatchNorm: true,
    batchSize: 64,
    lr: 0.1,
    decayNormsAndBiases: false,
  });
});

test("imagenet100 has the talk's hyper-parameters", () => {
  expect(presets.imagenet100()).toMatchObject({
    arch: "resnet50",
    width: 64,
    stem: "imagenet",
    imageSize: 224,
    recipe: "moco-v2",
    queueSize: 16_384,
    temperature: 0.2,
    encoderMomentum: 0.999,
    epochs: 200,
    batchSize: 128,
    lr: 0.03,
    weightDecay: 1e-4,
    bnSplits: 8,
    hardest: 1024,
    synthetic: 1024,
    syntheticWithQuery: 128,
    mixingWarmup: 10,
  });
});

test("imagenet1k is imagenet100 with a longer queue, a larger batch and less mixing", () => {
  expect(differences(presets.imagenet1k(), presets.imagenet100())).toEqual({
    preset: "imagenet1k",
    data: "folder:./imagenet",
    queueSize: 65_536,
    batchSize: 256,
    synthetic: 512,
    syntheticWithQuery: 256,
    mixingWarmup: 15,
  });
});

test("moco-v1 is imagenet1k without mixing, with MoCo's first head, temperature, augmentation and schedule", () => {
  expect(differences(presets["moco-v1"](), presets.imagenet1k())).toEqual({
    preset: "moco-v1",
    method: "moco-v1",
    headLayers: 1,
    temperature: 0.07,
    recipe: "moco-v1",
    schedule: "step",
    milestones: [120, 160],
  });
});

test("presets that build on another method's leave its own options behind", () => {
  const left = ["queueSize", "encoderMomentum", "inBatchNegatives", "hardest", "mixingWarmup"];
  for (const name of ["simclr-cifar10", "simclr-imagenet1k", "supervised-cifar10", "supervised-imagenet1k"] as const)
    for (const key of left) expect(presets[name]()).not.toHaveProperty(key);
});

test("SimCLR: the values of its appendix", () => {
  expect(presets["simclr-cifar10"]()).toMatchObject({ temperature: 0.5, cropScale: 0.08, recipe: "simclr-small" });
  expect(presets["simclr-imagenet1k"]()).toMatchObject({
    arch: "resnet50",
    temperature: 0.1,
    epochs: 1000,
    batchSize: 4096,
    optimizer: "lars",
    // 0.3 · 4096 / 256
    lr: 4.8,
    weightDecay: 1e-6,
    lrWarmup: 10,
  });
});

test("BYOL: the values of its section 3.3", () => {
  expect(presets["byol-imagenet1k"]()).toMatchObject({
    embeddingSize: 256,
    headHidden: 4096,
    predictorHidden: 4096,
    encoderMomentum: 0.996,
    batchSize: 4096,
    // 0.2 · 4096 / 256
    lr: 3.2,
    weightDecay: 1.5e-6,
  });
});

test("SimSiam: section 3 and appendix A", () => {
  const heads = { embeddingSize: 2048, headLayers: 3, headHidden: 2048, predictorHidden: 512 };
  // 0.05 · 512 / 256
  const training = { epochs: 100, batchSize: 512, optimizer: "sgd", lr: 0.1, weightDecay: 1e-4, lrWarmup: 0 };
  expect(presets["simsiam-imagenet1k"]()).toMatchObject({ recipe: "moco-v2", ...heads, ...training });
});

test.each(["barlow-twins-imagenet1k", "vicreg-imagenet1k"] as const)("%s: LARS for batches of 2,048", (name) => {
  const heads = { recipe: "byol", embeddingSize: 8192, headLayers: 3, headHidden: 8192, headBatchNorm: true };
  // 0.2 · 2048 / 256
  const training = { epochs: 1000, batchSize: 2048, optimizer: "lars", lr: 1.6, weightDecay: 1e-6, lrWarmup: 10 };
  expect(presets[name]()).toMatchObject({ ...heads, ...training });
  expect(presets["barlow-twins-imagenet1k"]().offDiagonal).toBe(0.0051);
});

test("SwAV: the authors' script for batches of 256", () => {
  expect(presets["swav-imagenet1k"]()).toMatchObject({
    recipe: "simclr",
    cropScale: 0.14,
    smallCrops: 6,
    smallCropMin: 0.05,
    smallCropMax: 0.14,
    prototypes: 3000,
    temperature: 0.1,
    epsilon: 0.05,
    sinkhornIterations: 3,
    queueSize: 3840,
    queueStart: 15,
    frozenEpochs: 1,
    epochs: 200,
    batchSize: 256,
    lr: 0.6,
    weightDecay: 1e-6,
  });
});

test("DINO: the authors' command for ResNet-50", () => {
  expect(presets["dino-imagenet1k"]()).toMatchObject({
    arch: "resnet50",
    cropScale: 0.14,
    smallCrops: 8,
    smallCropMin: 0.05,
    smallCropMax: 0.14,
    prototypes: 65_536,
    teacherTemperature: 0.04,
    encoderMomentum: 0.996,
    frozenEpochs: 1,
    epochs: 100,
    batchSize: 512,
    // 0.03 · 512 / 256
    lr: 0.06,
    weightDecay: 1e-4,
    lrWarmup: 10,
  });
});

test("image mixtures: MoCo-v2's values; i-Mix trains 800 epochs of batch 512 with Beta(0.2, 0.2)", () => {
  const mocoV2 = { base: "moco-v2", queueSize: 65_536, encoderMomentum: 0.999, temperature: 0.2, lr: 0.03 };
  expect(presets["unmix-imagenet1k"]()).toMatchObject({ ...mocoV2, epochs: 200, batchSize: 256, globalMixtures: 0.5 });
  expect(presets["imix-imagenet1k"]()).toMatchObject({ ...mocoV2, epochs: 800, batchSize: 512, mixtureAlpha: 0.2 });
});

test("supervised: torchvision's 90 epochs, a tenth at 30 and 60", () => {
  const published = { epochs: 90, batchSize: 256, lr: 0.1, weightDecay: 1e-4, milestones: [30, 60] };
  expect(presets["supervised-imagenet1k"]()).toMatchObject(published);
});

test("InstDis: the values of its code, by NCE against 4,096 vectors of the bank", () => {
  expect(presets["instdis-imagenet1k"]()).toMatchObject({
    headLayers: 1,
    bankLoss: "nce",
    bankNegatives: 4096,
    bankMomentum: 0.5,
    temperature: 0.07,
    epochs: 200,
    batchSize: 256,
    lr: 0.03,
    weightDecay: 1e-4,
    milestones: [120, 160],
  });
});

test("PIRL: half of the loss for the patches, 32,000 noise samples, 800 epochs at a batch of 1,024", () => {
  expect(presets["pirl-imagenet1k"]()).toMatchObject({
    jigsawShare: 0.5,
    bankNegatives: 32_000,
    bankMomentum: 0.5,
    temperature: 0.07,
    epochs: 800,
    batchSize: 1024,
    lr: 0.12,
  });
});

test("InfoMin-Aug: MoCo-v2's values with its augmentation, temperature and jigsaw branch", () => {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...imagenet } = presets.imagenet1k();
  expect(differences(presets["infomin-imagenet1k"](), imagenet)).toEqual({
    preset: "infomin-imagenet1k",
    method: "infomin",
    recipe: "infomin",
    temperature: 0.15,
    jigsawShare: 0.5,
  });
});

test("CMC: 240 epochs at a batch of 128, 16,384 noise samples", () => {
  expect(presets["cmc-imagenet1k"]()).toMatchObject({
    bankNegatives: 16_384,
    bankMomentum: 0.5,
    temperature: 0.07,
    epochs: 240,
    batchSize: 128,
    lr: 0.03,
    milestones: [120, 160, 200],
  });
});

test("CPC: patches of 64 px in steps of 32 out of 256, Adam at 2e-4", () => {
  const preset = presets["cpc-imagenet1k"]();
  expect(preset).toMatchObject({ batchSize: 512, optimizer: "adam", lr: 2e-4, embeddingSize: 64, headLayers: 1 });
  // One patch and six steps of half its side.
  expect(preset.imageSize).toBe(64 + 6 * 32);
});

test("random initialisation is simclr-cifar10 with a rate of zero", () => {
  expect(differences(presets["random-init"](), presets["simclr-cifar10"]())).toEqual({
    preset: "random-init",
    lr: 0,
    epochs: 0.5,
    lrWarmup: 0,
  });
});

test("every method has a default preset of its own or of the method that it extends, for CIFAR-10", () => {
  for (const { name, defaultPreset } of methods) {
    const { config } = resolvePretrain({ flags: { "--method": name }, methods, isRun: false });
    expect(config).toMatchObject({ preset: defaultPreset, method: name });
    expect(config.options).toMatchObject({ imageSize: 32, stem: "cifar" });
  }
});

test("the class oracles have the values of what they are the upper bound of", () => {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...moco } = presets.cifar10();
  expect(presets["moco-v2-oracle-cifar10"]()).toEqual({
    ...moco,
    preset: "moco-v2-oracle-cifar10",
    method: "moco-v2-oracle",
  });
  expect(differences(presets["mochi-oracle-cifar10"](), presets.cifar10())).toEqual({
    preset: "mochi-oracle-cifar10",
    method: "mochi-oracle",
  });
  expect(differences(presets["mochi-oracle-imagenet100"](), presets.imagenet100())).toEqual({
    preset: "mochi-oracle-imagenet100",
    method: "mochi-oracle",
  });
});

test("the proxy tasks have their papers' values where images are large", () => {
  expect(presets["rotation-imagenet1k"]()).toMatchObject({
    method: "rotation",
    arch: "resnet50",
    epochs: 70,
    batchSize: 128,
    lr: 0.2,
    milestones: [30, 50],
  });
  expect(presets["rotation-cifar10"]()).toMatchObject({ batchSize: 128, lr: 0.1, nesterov: true, weightDecay: 5e-4 });
  const context = presets["context-prediction-imagenet1k"]();
  expect(context).toMatchObject({ patchGap: 0.5, colorDropping: 1, embeddingSize: 4096, lr: 0.2, batchSize: 512 });
  // Patches of 96 px, as published: three of them, two gaps, and jitter at both ends.
  expect(Math.floor(context.imageSize / (3 + 2 * context.patchGap + 2 * context.patchJitter))).toBe(96);
});

test("colourisation has its authors' optimisation on ImageNet, and coarser colours on CIFAR-10", () => {
  expect(presets["colorization-imagenet1k"]()).toMatchObject({
    optimizer: "adam",
    lr: 3e-5,
    weightDecay: 1e-3,
    batchSize: 40,
    abPitch: 10,
    uniformShare: 0.5,
  });
  expect(presets["colorization-cifar10"]().abPitch).toBe(20);
});

test("shuffle-and-learn asks for clips, and has its authors' solver for many of them", () => {
  expect(presets["shuffle-and-learn-frames"]().data).toMatch(/^frames:/);
  expect(presets["shuffle-and-learn-ucf101"]()).toMatchObject({
    batchSize: 128,
    lr: 1e-3,
    weightDecay: 5e-4,
    epochs: 14,
    milestones: [11.2],
    embeddingSize: 4096,
  });
});
