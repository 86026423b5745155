// Oracle: the loss in a slow loop over crops, the teacher moved by hand, and what centre and temperature must do.
import { describe, expect, test } from "vitest";
import { normalize } from "../../src/functional/index.ts";
import { Center } from "../../src/methods/center.ts";
import { dino } from "../../src/methods/dino.ts";
import { embedCrops } from "../../src/methods/multi-crop.ts";
import { momentumOf } from "../../src/nn/module.ts";
import { UnitLinear } from "../../src/nn/unit-linear.ts";
import {
  add_,
  backward,
  copy_,
  gradientOf,
  normal,
  randomKey,
  type Tensor,
  tensor,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { train, trainableParameters } from "../../src/train/loop.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder, toyJob } from "../train/toy-job.ts";
import { stubCropEncoder } from "./stub-encoder.ts";

const options = {
  smallCrops: 2,
  smallCropSize: 0.5,
  smallCropMin: 0.1,
  smallCropMax: 0.4,
  prototypes: 6,
  temperature: 0.2,
  teacherTemperature: 0.07,
  teacherTemperatureStart: 0.04,
  teacherTemperatureWarmup: 10,
  centerMomentum: 0.9,
  encoderMomentum: 0.9,
  frozenEpochs: 0,
};

/** Student and a teacher that differs from it, so that exchanging them would be seen; a centre that is not 0. */
function build() {
  const modules = dino.build({
    options,
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  withoutGradient(() => {
    for (const weight of [...modules.teacher.parameters().values(), modules.teacherOutput.weight])
      add_(weight, normal(randomKey(weight.size), [...weight.shape]), { alpha: 0.05 });
    copy_(modules.center.value, tensor([0.3, -0.2, 0.1, 0, 0.2, -0.4]));
  });
  return modules;
}
const viewsBy = (draw: (seed: number, shape: number[]) => Tensor) => ({
  first: { images: draw(13, [4, 3, 8, 8]) },
  second: { images: draw(14, [4, 3, 8, 8]) },
  small: { images: draw(15, [8, 3, 4, 4]) },
});
const views = viewsBy((seed, shape) => normal(randomKey(seed), shape));
const ids = Int32Array.from([8, 5, 6, 1]);
const given = { views, ids, options, progress: { step: 0, steps: 10, epoch: 5, epochs: 10 }, random: randomKey(1) };

const softmaxOf = (logits: number[]) => {
  const all = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / all);
};

/** Rows of logits of student and teacher for each crop. */
function logitsOf({ encoder, output, teacher, teacherOutput }: ReturnType<typeof build>) {
  const student = embedCrops(encoder, views).map((z) => rowsOf(output.forward(normalize(z))));
  const large = embedCrops(teacher, views, { isLargeOnly: true });
  return { student, taught: large.map((z) => rowsOf(teacherOutput.forward(normalize(z)))) };
}

// DINO Eq. (3): min Σₓ Σ_x′≠x H(P_t(x), P_s(x′)) over the two large crops x and all crops x′
test("a step has the cross-entropy of the teacher's centred, sharpened output with the student's for other crops", () => {
  const modules = build();
  const { student, taught } = logitsOf(modules);
  const center = modules.center.value.toNumbers();
  // Half-way through the warm-up from 0.04 to 0.07.
  // DINO Eq. (1): P_t(x)⁽ⁱ⁾ = exp((g_θt(x)⁽ⁱ⁾ − c⁽ⁱ⁾)/τ_t) / Σₖ exp((g_θt(x)⁽ᵏ⁾ − c⁽ᵏ⁾)/τ_t)
  const targets = taught.map((rows) =>
    rows.map((row) => softmaxOf(row.map((logit, k) => (logit - center[k]!) / 0.055))),
  );
  const terms = targets.flatMap((target, x) =>
    student.flatMap((rows, other) => {
      if (other === x) return [];
      return rows.map((row, image) => {
        const p = softmaxOf(row.map((logit) => logit / 0.2));
        return -target[image]!.reduce((sum, q, k) => sum + q * Math.log(p[k]!), 0);
      });
    }),
  );
  const expected = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  expectClose(dino.step({ ...given, modules }).loss, expected, { rtol: 1e-4 });
});

test("the centre moves by a tenth of the way to the teacher's mean output, after the step", () => {
  const modules = build();
  const before = modules.center.value.toNumbers();
  const rows = logitsOf(modules).taught.flat();
  const { after } = dino.step({ ...given, modules });
  expect(modules.center.value.toNumbers()).toEqual(before);
  after!.run();
  const mean = before.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
  expectClose(
    modules.center.value,
    before.map((c, k) => 0.9 * c + 0.1 * mean[k]!),
    { atol: 1e-5 },
  );
});

test("no gradient reaches the teacher; the student's equals its central differences", () => {
  const encoder = stubCropEncoder();
  const output = new UnitLinear(4, 6, randomKey(1));
  const [teacher, teacherOutput] = [momentumOf(encoder, 0.9), momentumOf(output, 0.9)];
  const modules = { encoder, output, teacher, teacherOutput, center: new Center(6) };
  for (const module of Object.values(modules)) inDoubles(module);
  const step = () => dino.step({ ...given, views: viewsBy(doubles), modules });
  const leaves = [modules.output.weight, ...modules.encoder.projectionHead.parameters().values()];
  checkGradients(leaves, () => step().loss);
  backward(step().loss);
  for (const weight of [...modules.teacher.parameters().values(), modules.teacherOutput.weight])
    expect(gradientOf(weight)).toBeUndefined();
});

describe("in training", () => {
  const jobOf = (changed: Partial<typeof options>, epochs: number) =>
    toyJob(temporaryFolder(), {
      method: dino as never,
      methodOptions: { ...options, ...changed },
      options: { epochs, lr: 0.5, lrWarmup: 0 },
    });

  // DINO §3.1: θ_t ← λ θ_t + (1 − λ) θ_s
  test("the teacher starts as a copy, gets no optimiser, and moves by 1 − λ", async () => {
    const job = jobOf({}, 1 / 3);
    const modules = job.modules as unknown as ReturnType<typeof build>;
    const drawn = modules.output.weight.toNumbers();
    expect(modules.teacherOutput.weight.toNumbers()).toEqual(drawn);
    const trained = [...trainableParameters(job.modules).keys()];
    expect(trained.filter((name) => name.startsWith("teacher"))).toEqual([]);
    await train(job);
    const moved = modules.output.weight.toNumbers();
    expect(moved).not.toEqual(drawn);
    expectClose(
      modules.teacherOutput.weight.toNumbers(),
      drawn.map((old, at) => 0.9 * old + 0.1 * moved[at]!),
      { atol: 1e-6 },
    );
  });

  test("the last layer stays for the frozen epochs, and moves afterwards", async () => {
    const weightAfter = async (epochs: number) => {
      const job = jobOf({ frozenEpochs: 1 }, epochs);
      const { output } = job.modules as unknown as ReturnType<typeof build>;
      const drawn = output.weight.toNumbers();
      await train(job);
      return { drawn, now: output.weight.toNumbers() };
    };
    const frozen = await weightAfter(1);
    expect(frozen.now).toEqual(frozen.drawn);
    const free = await weightAfter(4 / 3);
    expect(free.now).not.toEqual(free.drawn);
  });
});
