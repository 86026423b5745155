// Oracle: derivatives worked by hand; the modes a region must leave as it found them.
import { describe, expect, test } from "vitest";
import {
  add_,
  backward,
  clearGradients,
  gradientOf,
  gradients,
  linear,
  matmul,
  mul,
  Parameter,
  requireGradient,
  retype,
  sumAll,
  type Tensor,
  tensor,
  withoutGradient,
  withPrecision,
} from "../../src/tensor/index.ts";

const parameter = (values: number[][]) => requireGradient(retype(Parameter, tensor(values)));
const inBf16 = <Result>(body: () => Result) => withPrecision("bf16", "cpu", body);

describe("gradients", () => {
  test("accumulate in leaves until they are cleared", () => {
    const weight = parameter([[2, 3]]);
    backward(sumAll(mul(weight, weight)));
    expect(gradientOf(weight)!.toNumbers()).toEqual([4, 6]);
    backward(sumAll(mul(weight, weight)));
    expect(gradientOf(weight)!.toNumbers()).toEqual([8, 12]);
    clearGradients([weight]);
    expect(gradientOf(weight)).toBeUndefined();
  });

  test("of any input, undefined where the output does not depend on it", () => {
    const [x, y] = [parameter([[2]]), parameter([[5]])];
    const square = mul(x, x);
    const [byX, bySquare, byY] = gradients(sumAll(mul(square, square)), [x, square, y]);
    expect(byX!.toNumbers()).toEqual([32]);
    expect(bySquare!.toNumbers()).toEqual([8]);
    expect(byY).toBeUndefined();
    expect(gradientOf(x)).toBeUndefined();
  });

  test("a loss without a parameter, or of several numbers, is refused", () => {
    expect(() => backward(tensor(1))).toThrow("backward: float32 [] does not depend on a parameter");
    expect(() => backward(parameter([[1, 2]]))).toThrow("backward: the loss must be one number, got float32 [1, 2]");
  });
});

describe("withoutGradient", () => {
  const recorded = (weight: Tensor) => mul(weight, 2).requiresGrad;

  test("records nothing inside, and all again afterwards, also after a throw", () => {
    const weight = parameter([[1]]);
    expect(withoutGradient(() => recorded(weight))).toBe(false);
    expect(recorded(weight)).toBe(true);
    expect(() =>
      withoutGradient(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(recorded(weight)).toBe(true);
  });

  test("nests: the inner one does not end the outer", () => {
    const weight = parameter([[1]]);
    withoutGradient(() => {
      withoutGradient(() => undefined);
      expect(recorded(weight)).toBe(false);
    });
  });
});

describe("withPrecision", () => {
  const product = () => matmul(tensor([[1]]), tensor([[1]])).dtype;

  test("bf16 inside, float32 again afterwards, also after a throw", () => {
    expect(inBf16(product)).toBe("bfloat16");
    expect(product()).toBe("float32");
    expect(() =>
      inBf16(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(product()).toBe("float32");
  });

  test("nests either way", () => {
    inBf16(() => {
      expect(withPrecision("fp32", "cpu", product)).toBe("float32");
      expect(product()).toBe("bfloat16");
    });
  });

  test("an in-place update of a weight changes the next bf16 output", () => {
    const weight = parameter([[1]]);
    const x = tensor([[3]]);
    const output = () => inBf16(() => linear(x, weight)).item();
    expect(output()).toBe(3);
    withoutGradient(() => add_(weight, 1));
    expect(output()).toBe(6);
    // And within one region, where a cache of converted weights would be read again.
    inBf16(() => {
      const first = linear(x, weight).item();
      withoutGradient(() => add_(weight, 1));
      expect([first, linear(x, weight).item()]).toEqual([6, 9]);
    });
  });

  test("a weight first used without gradient still gets its gradient", () => {
    const weight = parameter([[2]]);
    const x = tensor([[3]]);
    inBf16(() => {
      withoutGradient(() => linear(x, weight));
      backward(sumAll(linear(x, weight)));
    });
    expect(gradientOf(weight)!.dtype).toBe("float32");
    expect(gradientOf(weight)!.toNumbers()).toEqual([3]);
  });
});
