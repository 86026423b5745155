// Oracle: counts of live tensors, and numbers that must come back as they went in.
import { describe, expect, test } from "vitest";
import { InternalError } from "../../src/errors.ts";
import {
  add,
  Buffer,
  type DType,
  format,
  fromTypedArray,
  keep,
  matmul,
  memoryUse,
  mul,
  Parameter,
  requireGradient,
  retype,
  scope,
  sumAll,
  Tensor,
  type TypedArray,
  t,
  tensor,
  to,
  zeros,
} from "../../src/tensor/index.ts";

describe("scope", () => {
  test("frees all it made, and nothing else", () => {
    const outer = zeros([4, 4]);
    const before = memoryUse();
    const total = scope(() => sumAll(mul(add(outer, 1), add(outer, 2))).item());
    expect(total).toBe(32);
    expect(memoryUse()).toEqual(before);
    expect(outer.toNumbers()).toEqual(new Array(16).fill(0));
  });

  test("frees all on a throw too", () => {
    const before = memoryUse();
    expect(() =>
      scope(() => {
        zeros([1000]);
        throw new Error("on purpose");
      }),
    ).toThrow("on purpose");
    expect(memoryUse()).toEqual(before);
  });

  test("lets its result live: a tensor, and those in arrays, objects and maps", () => {
    scope(() => {
      const before = memoryUse().tensors;
      const { one, list, map } = scope(() => {
        const spare = zeros([3]);
        return {
          one: add(spare, 1),
          list: [add(spare, 2), { deep: add(spare, 3) }] as const,
          map: new Map([["k", add(spare, 4)]]),
        };
      });
      expect(memoryUse().tensors).toBe(before + 4);
      const values = [one, list[0], list[1].deep, map.get("k")!].map((value) => value.toNumbers()[0]);
      expect(values).toEqual([1, 2, 3, 4]);
    });
  });

  test("a survivor of the inner scope ends with the outer one", () => {
    const before = memoryUse().tensors;
    let inner: Tensor | undefined;
    scope(() => {
      inner = scope(() => zeros([2]));
      expect(inner.toNumbers()).toEqual([0, 0]);
    });
    expect(memoryUse().tensors).toBe(before);
    expect(() => inner!.toNumbers()).toThrow("after its scope ended");
  });

  test("an inner throw leaves the outer scope's tensors alone", () => {
    scope(() => {
      const outer = add(zeros([2]), 5);
      expect(() =>
        scope(() => {
          throw new Error("inside");
        }),
      ).toThrow("inside");
      expect(outer.toNumbers()).toEqual([5, 5]);
    });
    expect(memoryUse().scopes).toBe(0);
  });

  test("what is kept outlives every scope until it is disposed of", () => {
    const before = memoryUse().tensors;
    const kept = scope(() => scope(() => ({ box: () => 0, value: keep(add(zeros([2]), 7)) })).value);
    expect(kept.toNumbers()).toEqual([7, 7]);
    kept.dispose();
    expect(memoryUse().tensors).toBe(before);
  });

  test("use after its end names the operator that made the tensor, and what to do", () => {
    let stale: Tensor | undefined;
    scope(() => {
      stale = matmul(zeros([2, 2]), zeros([2, 2]));
    });
    expect(() => add(stale!, 1)).toThrow(
      /aten::add\.Scalar: argument self: tensor \(made by aten::matmul\) was used after its scope ended.*return it from scope\(\) or keep\(\) it/,
    );
    // Its place may be taken by another tensor; the old handle still does not reach it.
    const other = zeros([2, 2]);
    expect(() => stale!.item()).toThrow("after its scope ended");
    expect(other.toNumbers()).toEqual([0, 0, 0, 0]);
  });

  test("refuses an async body", () => {
    expect(() => scope(async () => {})).toThrow("scopes are synchronous");
    expect(memoryUse().scopes).toBe(0);
  });
});

describe("typed arrays", () => {
  const cases: [DType, TypedArray][] = [
    ["float32", Float32Array.of(0.1, -2, 3e38, Number.NaN, Infinity, -0)],
    ["float64", Float64Array.of(0.1, -2, 1e300, Number.MIN_VALUE, Number.NaN, Infinity)],
    ["int64", BigInt64Array.of(1n, -(2n ** 62n), 2n ** 53n + 1n, 0n, 5n, 6n)],
    ["int32", Int32Array.of(1, -(2 ** 31), 2 ** 31 - 1, 0, 5, 6)],
    ["int16", Int16Array.of(1, -32768, 32767, 0, 5, 6)],
    ["int8", Int8Array.of(1, -128, 127, 0, 5, 6)],
    ["uint8", Uint8Array.of(1, 255, 128, 0, 5, 6)],
  ];

  test.each(cases)("%s comes back as it went in", (dtype, values) => {
    const there = fromTypedArray(values, [2, 3]);
    expect(there.dtype).toBe(dtype);
    expect(there.shape).toEqual([2, 3]);
    const back = there.toTypedArray();
    expect(back.constructor).toBe(values.constructor);
    expect(back).toEqual(values);
  });

  test("is a copy, in both directions", () => {
    const values = Float32Array.of(1, 2);
    const there = fromTypedArray(values, [2]);
    values[0] = 9;
    there.toTypedArray()[1] = 9;
    expect(there.toNumbers()).toEqual([1, 2]);
  });

  test("bfloat16 arrives as float32, bool as bytes", () => {
    const wide = to(tensor([1.00390625, -2]), "bfloat16");
    expect(wide.toTypedArray()).toEqual(Float32Array.of(1, -2));
    expect(to(tensor([0, 0.5]), "bool").toTypedArray()).toEqual(Uint8Array.of(0, 1));
  });

  test("rows come in order from a tensor that is laid out otherwise", () => {
    expect(
      t(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).toNumbers(),
    ).toEqual([1, 3, 2, 4]);
  });

  test("must fill the shape", () => {
    expect(() => fromTypedArray(new Float32Array(3), [2, 2])).toThrow(
      "typed array of 3 elements does not fill float32 [2, 2]",
    );
  });
});

test("nested numbers give their shape, ragged ones are refused", () => {
  expect(
    tensor([
      [[1], [2]],
      [[3], [4]],
    ]).shape,
  ).toEqual([2, 2, 1]);
  expect(tensor(5).shape).toEqual([]);
  expect(tensor([1, 2, 3, 4], [2, 2]).shape).toEqual([2, 2]);
  expect(() => tensor([[1], [2, 3]])).toThrow(InternalError);
});

test("a tensor tells about itself", () => {
  const x = requireGradient(zeros([3, 5]));
  expect([x.size, x.length(0), x.length(-1), x.device, x.requiresGrad]).toEqual([15, 3, 5, "cpu", true]);
  expect(String(x)).toBe("float32 [3, 5]");
  expect(format([256, 128])).toBe("[256, 128]");
  expect(() => x.length(2)).toThrow("tensor [3, 5] has no axis 2");
});

test("parameters and buffers are tensors under another name", () => {
  const source = tensor([1, 2]);
  const parameter = retype(Parameter, source);
  expect(parameter).toBeInstanceOf(Parameter);
  expect(parameter.handle).toBe(source.handle);
  expect(retype(Buffer, tensor([1]))).toBeInstanceOf(Tensor);
});

test("disposing twice is harmless", () => {
  const x = zeros([2]);
  x.dispose();
  x.dispose();
  expect(() => x.toNumbers()).toThrow("after dispose()");
});
