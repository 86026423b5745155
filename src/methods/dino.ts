// DINO: a student learns a momentum teacher's output for other crops; centring and sharpening keep it from collapse.
// Caron et al., ICCV 2021, arXiv 2104.14294 ("DINO").
// Shapes: B images, d embedding (the bottleneck), K outputs, V crops of an image.
import { momentumSchedule, normalize, swappedPrediction } from "../functional/index.ts";
import { momentumOf } from "../nn/module.ts";
import { UnitLinear } from "../nn/unit-linear.ts";
import { count, inGroup, number } from "../options/option.ts";
import { cat, clearGradients, div, softmax, sub, withoutGradient } from "../tensor/index.ts";
import { Center } from "./center.ts";
import { createEncoder, defineMethod } from "./method.ts";
import { embedCrops, multiCropOptions, multiCropViews, swappedMetric, swappedTop1 } from "./multi-crop.ts";

const options = {
  ...multiCropOptions,
  ...inGroup("DINO", {
    prototypes: count(65_536, { flag: "--prototypes", help: "K: outputs of the last layer" }),
    temperature: number(0.1, { above: 0, flag: "--temperature", help: "τ of the student" }),
    teacherTemperature: number(0.04, {
      above: 0,
      flag: "--teacher-temperature",
      help: "τ of the teacher once it is warm: the lower, the sharper its targets",
    }),
    teacherTemperatureStart: number(0.04, {
      above: 0,
      flag: "--teacher-start",
      help: "τ of the teacher in the first step",
    }),
    teacherTemperatureWarmup: number(0, {
      min: 0,
      flag: "--teacher-warmup",
      value: "epochs",
      help: "epochs over which it changes, linearly",
    }),
    centerMomentum: number(0.9, {
      min: 0,
      below: 1,
      flag: "--center-momentum",
      help: "momentum of the centre that is taken off the teacher's output",
    }),
    encoderMomentum: number(0.996, {
      min: 0,
      max: 1,
      flag: "--encoder-momentum",
      help: "momentum of the teacher at the start; it rises to 1 over the run",
    }),
    frozenEpochs: number(1, {
      min: 0,
      flag: "--frozen-epochs",
      value: "epochs",
      help: "epochs at the start in which prototypes, the last layer, stay as drawn",
    }),
  }),
};

export const dino = defineMethod({
  name: "dino",
  summary: "self-distillation: a student matches a momentum teacher's centred, sharpened output for other crops",
  source: "Caron et al., ICCV 2021 (arXiv 2104.14294)",
  defaultPreset: "dino-cifar10",
  options,
  shows: [swappedMetric],

  // differs from DINO's code, whose small crops are blurred half of the time, because a run names one recipe: theirs is
  // that of the first view
  views: ({ recipe, options }) => multiCropViews(recipe, options),

  build({ options, encoder, random }) {
    // differs from DINO, whose head has GELU, because all heads here have ReLU
    const student = createEncoder(encoder, 1, random.fold("encoder"));
    const output = new UnitLinear(encoder.embeddingSize, options.prototypes, random.fold("output"));
    // DINO §3.1: θ_t ← λ θ_t + (1 − λ) θ_s, λ rising to 1, moved by the training loop after each optimiser step.
    const momentum = (share: number) => momentumSchedule(share, options.encoderMomentum);
    return {
      encoder: student,
      output,
      teacher: momentumOf(student, momentum),
      teacherOutput: momentumOf(output, momentum),
      center: new Center(options.prototypes),
    };
  },

  step({ views, modules: { encoder, output, teacher, teacherOutput, center }, options, progress }) {
    const student = embedCrops(encoder, views).map((z) => output.forward(normalize(z))); // V × [B, K]
    const taught = withoutGradient(() =>
      embedCrops(teacher, views, { isLargeOnly: true }).map((z) => teacherOutput.forward(normalize(z))),
    ); // 2 × [B, K]
    const { teacherTemperatureStart: start, teacherTemperature: end, teacherTemperatureWarmup: warmup } = options;
    const share = warmup > 0 ? Math.min(1, progress.epoch / warmup) : 1;
    const temperature = start + (end - start) * share;
    // DINO Eq. (1): P_t(x)⁽ⁱ⁾ = exp((g_θt(x)⁽ⁱ⁾ − c⁽ⁱ⁾)/τ_t) / Σₖ exp((g_θt(x)⁽ᵏ⁾ − c⁽ᵏ⁾)/τ_t), centred as in Algorithm 1
    const targets = taught.map((logits) => softmax(div(sub(logits, center.value), temperature), 1)); // 2 × [B, K]

    // DINO Eq. (3): min Σₓ Σ_x′≠x H(P_t(x), P_s(x′)) over the two large crops x and all crops x′
    const loss = swappedPrediction(targets, student, options); // []
    return {
      loss,
      metrics: { swappedTop1: swappedTop1(targets, student) },
      // DINO's code: the last layer stays for the first epoch.
      ...(progress.epoch < options.frozenEpochs && { beforeUpdate: () => clearGradients([output.weight]) }),
      after: { needs: taught, run: () => center.update(cat(taught), options.centerMomentum) },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
