// Oracle: libtorch's own batch_norm, add and relu in float64; central differences in float64.
import { describe, expect, test } from "vitest";
import { BatchNorm, type Finish } from "../../src/nn/batch-norm.ts";
import {
  add,
  backward,
  buildInfo,
  call,
  cat,
  contiguous,
  copy_,
  full,
  fusedBatchNorm,
  fusedBatchNormFits,
  gradientOf,
  mul,
  narrow,
  normal,
  ones,
  type Parameter,
  randomKey,
  requireGradient,
  setThreads,
  sumAll,
  type Tensor,
  tensor,
  to,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { native } from "../../src/tensor/native.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const instructionSets = call("mochi::instruction_sets") as string[];

const channelsLast = (x: Tensor) => (x.shape.length === 4 ? contiguous(x, { memoryFormat: "channels_last" }) : x);
const drawn = (seed: number, shape: number[], dtype: "float32" | "bfloat16" | "float64") =>
  to(channelsLast(add(mul(normal(randomKey(seed), shape), 2), 3)), dtype);

/** A norm whose scales and shifts, of both signs, differ from channel to channel. */
function drawnNorm(channels: number, splits = 1): BatchNorm {
  const norm = new BatchNorm(channels, splits);
  withoutGradient(() => {
    copy_(norm.weight, normal(randomKey(50), [channels]));
    copy_(norm.bias, normal(randomKey(51), [channels]));
  });
  return norm;
}

interface Outcome {
  y: Tensor;
  gradients: Tensor[];
  running: Tensor[];
}

/** Output, gradients of x, residual, weight and bias, and running statistics after one forward. */
function outcomeOf(norm: BatchNorm, x: Tensor, residual: Tensor | undefined, forward: () => Tensor): Outcome {
  const y = forward();
  backward(sumAll(mul(to(y, "float64"), doubles(77, [...y.shape]))));
  const leaves = [x, ...(residual ? [residual] : []), norm.weight, norm.bias];
  return { y, gradients: leaves.map((leaf) => gradientOf(leaf)!), running: [norm.running_mean, norm.running_var] };
}

const leafOf = (x: Tensor) => requireGradient(withoutGradient(() => add(x, 0)));

/** The composition in float64, from the very numbers that the kernel is given. */
function reference(norm: BatchNorm, x: Tensor, finish: Finish): Outcome {
  const exact = inDoubles(norm);
  const leaf = requireGradient(to(x, "float64"));
  const residual = finish.residual && requireGradient(to(finish.residual, "float64"));
  return outcomeOf(exact, leaf, residual, () => exact.composed(leaf, { ...finish, residual }));
}

function fuse(norm: BatchNorm, x: Tensor, { residual, activation }: Finish, set?: string): Tensor {
  const { weight, bias, running_mean, running_var, isTraining, splits } = norm;
  const hasRelu = activation === "relu";
  return fusedBatchNorm(
    x,
    residual,
    weight,
    bias,
    running_mean,
    running_var,
    isTraining,
    0.1,
    1e-5,
    splits,
    hasRelu,
    set,
  );
}

const kinds = [
  { name: "plain", hasResidual: false, finish: {} },
  { name: "with ReLU", hasResidual: false, finish: { activation: "relu" } },
  { name: "with a residual", hasResidual: true, finish: {} },
  { name: "with a residual and ReLU", hasResidual: true, finish: { activation: "relu" } },
] as const;

test("this CPU's best instruction set is tried, and the one that every CPU has", () => {
  expect(instructionSets.at(-1)).toBe("baseline");
  expect(instructionSets.length).toBeGreaterThan(/avx2/i.test(buildInfo().configuration) ? 1 : 0);
});

describe.each(instructionSets)("with %s", (set) => {
  describe.each(["float32", "bfloat16", "float64"] as const)("%s", (dtype) => {
    // What a result may be off by, of its largest element: rounding of sums of thousands, or of the output alone.
    const tolerance = { float32: 2e-5, bfloat16: 2 ** -8, float64: 1e-12 }[dtype];
    const closeTo = (actual: Tensor, expected: Tensor) => {
      const numbers = expected.toNumbers();
      const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expectClose(actual.toNumbers(), numbers, { atol: tolerance * largest, rtol: tolerance });
    };

    test.each([
      // Pixels that fill whole vectors and blocks, and pixels that do not.
      ["images", [4, 8, 9, 7], 1],
      ["images", [2, 16, 34, 34], 2],
      ["images", [6, 20, 5, 5], 3],
      ["images", [2, 64, 8, 8], 1],
      ["images", [4, 256, 3, 3], 2],
      ["vectors", [24, 20], 2],
      ["vectors", [16, 3], 4],
    ] as const)("%s %j in %i slices: values, gradients and running statistics", (_, shape, splits) => {
      for (const { hasResidual, finish } of kinds) {
        const x = drawn(1, [...shape], dtype);
        const residual = hasResidual ? { residual: drawn(2, [...shape], dtype) } : {};
        const expected = reference(drawnNorm(shape[1], splits), x, { ...finish, ...residual });
        const norm = drawnNorm(shape[1], splits);
        if (dtype === "float64") inDoubles(norm);
        const leaf = leafOf(x);
        const leaves = residual.residual ? { residual: leafOf(residual.residual) } : {};
        const actual = outcomeOf(norm, leaf, leaves.residual, () => fuse(norm, leaf, { ...finish, ...leaves }, set));
        expect(actual.y.dtype).toBe(dtype);
        closeTo(actual.y, expected.y);
        for (const [index, gradient] of actual.gradients.entries()) closeTo(gradient, expected.gradients[index]!);
        for (const [index, running] of actual.running.entries())
          expectClose(running.toNumbers(), expected.running[index]!.toNumbers(), { rtol: 1e-5, atol: 1e-6 });
      }
    });
  });

  test.each(kinds)("$name: the gradients are those of central differences", ({ hasResidual, finish }) => {
    const norm = inDoubles(drawnNorm(5, 2));
    const x = requireGradient(channelsLast(doubles(3, [4, 5, 3, 3])));
    const residual = requireGradient(channelsLast(doubles(4, [4, 5, 3, 3])));
    const leaves = [x, norm.weight, norm.bias, ...(hasResidual ? [residual] : [])];
    checkGradients(leaves, () => weighted(fuse(norm, x, hasResidual ? { ...finish, residual } : finish, set)));
  });

  test.each(kinds)("$name: in evaluation it uses the running statistics and leaves them", ({ hasResidual, finish }) => {
    const inEvaluation = () => {
      const norm = drawnNorm(20).eval();
      copy_(norm.running_mean, normal(randomKey(60), [20]));
      copy_(norm.running_var, add(mul(normal(randomKey(61), [20]), 0.1), 1));
      return norm;
    };
    const x = drawn(1, [3, 20, 4, 4], "float32");
    const residual = hasResidual ? { residual: drawn(2, [3, 20, 4, 4], "float32") } : {};
    const expected = reference(inEvaluation(), x, { ...finish, ...residual });
    const norm = inEvaluation();
    const leaf = leafOf(x);
    const leaves = residual.residual ? { residual: leafOf(residual.residual) } : {};
    const actual = outcomeOf(norm, leaf, leaves.residual, () => fuse(norm, leaf, { ...finish, ...leaves }, set));
    expectClose(actual.y.toNumbers(), expected.y.toNumbers(), { atol: 1e-5 });
    for (const [index, gradient] of actual.gradients.entries())
      expectClose(gradient.toNumbers(), expected.gradients[index]!.toNumbers(), { atol: 2e-5, rtol: 1e-5 });
    expect(norm.running_mean.toNumbers()).toEqual(inEvaluation().running_mean.toNumbers());
  });

  test("a mean of a thousand deviations does not swamp the variance", () => {
    const x = channelsLast(add(normal(randomKey(5), [16, 8, 8, 8]), 1000));
    const y = fuse(new BatchNorm(8), x, {}, set).toNumbers();
    const squares = y.reduce((sum, value) => sum + value * value, 0);
    expect(squares / y.length).toBeCloseTo(1, 3);
  });

  test("NaN and infinity pass the ReLU, in whole vectors and in what is left over", () => {
    const dtype = { dtype: "float32" } as const;
    for (const length of [64, 3]) {
      const x = cat([full([1, length], Number.POSITIVE_INFINITY, dtype), full([1, length], Number.NaN, dtype)], 0);
      const norm = new BatchNorm(length).eval();
      const rows = fuse(norm, x, { activation: "relu" }, set).toNumbers();
      expect(rows.slice(0, length).every((value) => value === Number.POSITIVE_INFINITY)).toBe(true);
      expect(rows.slice(length).every(Number.isNaN)).toBe(true);
    }
  });
});

test("one thread and two give the same bits", () => {
  const threads = buildInfo().threads;
  const bitsWith = (count: number) => {
    setThreads(count);
    const norm = drawnNorm(16, 2);
    const x = leafOf(drawn(1, [4, 16, 32, 32], "bfloat16"));
    const { y, gradients, running } = outcomeOf(norm, x, undefined, () => norm.forward(x, { activation: "relu" }));
    return [y, ...gradients, ...running].map((value) => value.toTypedArray());
  };
  try {
    expect(bitsWith(2)).toEqual(bitsWith(1));
  } finally {
    setThreads(threads);
  }
});

describe("the composition takes over", () => {
  const norm = drawnNorm(4, 2);
  const fits = (x: Tensor, residual?: Tensor, weight: Parameter | Tensor = norm.weight) =>
    fusedBatchNormFits(x, residual, weight, norm.splits);

  test("for other layouts, dtypes and slices that do not come out even", () => {
    const images = normal(randomKey(1), [4, 4, 3, 3]);
    expect(fits(channelsLast(images))).toBe(true);
    expect(fits(images)).toBe(false);
    expect(fits(channelsLast(images), images)).toBe(false);
    expect(fits(channelsLast(images), to(channelsLast(images), "bfloat16"))).toBe(false);
    expect(fits(to(channelsLast(images), "float16"))).toBe(false);
    expect(fits(channelsLast(images), undefined, to(norm.weight, "float64"))).toBe(false);
    expect(fits(narrow(channelsLast(images), 0, 0, 3))).toBe(false);
    expect(fits(ones([4, 4, 3]))).toBe(false);
  });

  test("with the same result", () => {
    const images = normal(randomKey(1), [4, 4, 3, 3]);
    const residual = normal(randomKey(2), [4, 4, 3, 3]);
    const finish = { residual, activation: "relu" } as const;
    const composed = norm.forward(images, finish);
    const fused = norm.forward(channelsLast(images), { ...finish, residual: channelsLast(residual) });
    expectClose(fused.toNumbers(), composed.toNumbers(), { atol: 1e-5 });
    expect(native().strides(fused.handle)).toEqual([36, 1, 12, 4]);
  });
});

test("the operator itself says what does not fit, and an unknown instruction set", () => {
  expect(() => fuse(new BatchNorm(3), tensor([[1, 2]]), {})).toThrow(/x must be float32, bfloat16 or float64 \[B, C\]/);
  expect(() => fuse(new BatchNorm(2), tensor([[1, 2]]), {}, "mmx")).toThrow(/instruction set "mmx"/);
});
