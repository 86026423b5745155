// Oracle: the composition of libtorch's operators with the same key, in parents, values and gradients; finite differences.
import { describe, expect, test } from "vitest";
import { infoNce, negativeLogits } from "../../src/functional/index.ts";
import { type KeyedMixing, kernelApplies, mixedByKernel } from "../../src/functional/mixing-kernel.ts";
import { mixedByOperators } from "../../src/functional/negative-logits.ts";
import { plainLogits } from "../../src/functional/plain-logits.ts";
import {
  add,
  buildInfo,
  call,
  cat,
  detach,
  gradients,
  indexSelect,
  mul,
  narrow,
  neg,
  normal,
  randomKey,
  requireGradient,
  round,
  setThreads,
  sumAll,
  type Tensor,
  tensor,
  to,
  zeros,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf, rowsOf, unitRows } from "./points.ts";

const instructionSets = call("mochi::instruction_sets") as string[];

const mixingOf = (hardest: number, synthetic: number, syntheticWithQuery: number): KeyedMixing => {
  return { hardest, synthetic, syntheticWithQuery, key: randomKey(3) };
};

interface Choice {
  exclude?: Tensor | undefined;
  instructionSet?: string;
}

function byKernel(query: Tensor, keys: Tensor, mixing: KeyedMixing, choice: Choice = {}) {
  const at = requireGradient(to(query, query.dtype));
  return withGradient(at, mixedByKernel("test", at, keys, mixing, choice));
}

function byOperators(query: Tensor, keys: Tensor, mixing: KeyedMixing, { exclude }: Choice = {}) {
  const at = requireGradient(to(query, query.dtype));
  const input = { query: at, keys, ...plainLogits("test", at, keys, exclude) };
  return withGradient(at, mixedByOperators("test", input, mixing));
}

// The gradient of a sum weighted at random; where a logit is −∞ its slope must not come through.
function withGradient(query: Tensor, { logits, mixed }: ReturnType<typeof mixedByOperators>) {
  const [gradient] = gradients(sumAll(mul(logits, normal(randomKey(9), logits.shape))), [query]);
  return { logits, mixed, gradient: gradient! };
}

function expectEqual(kernel: ReturnType<typeof byKernel>, operators: ReturnType<typeof byOperators>) {
  for (const part of ["first", "second", "alpha", "withQuery", "beta"] as const)
    expect(kernel.mixed[part].toNumbers()).toEqual(operators.mixed[part].toNumbers());
  expectClose(kernel.logits, operators.logits, { atol: 2e-6 });
  expectClose(kernel.gradient, operators.gradient, { atol: 2e-5, rtol: 2e-5 });
}

describe.each(instructionSets)("%s", (instructionSet) => {
  test.each([
    { keys: 40, width: 8, counts: [8, 30, 20] },
    { keys: 100, width: 13, counts: [7, 50, 3] }, // s > N, no multiple of any vector
    { keys: 33, width: 33, counts: [33, 17, 5] }, // N = K
    { keys: 257, width: 128, counts: [64, 0, 31] },
    { keys: 257, width: 128, counts: [64, 31, 0] },
    { keys: 50, width: 5, counts: [1, 0, 4] },
    { keys: 3, width: 2, counts: [2, 1, 1] },
    { keys: 5001, width: 32, counts: [300, 257, 33] }, // enough keys that a sample of them is looked at first
    { keys: 4096, width: 128, counts: [1024, 256, 16] },
  ])("K = $keys, d = $width, (N, s, s′) = $counts", ({ keys, width, counts }) => {
    const [query, points] = [unitRows(1, 6, width), unitRows(2, keys, width)];
    const mixing = mixingOf(...(counts as [number, number, number]));
    expectEqual(byKernel(query, points, mixing, { instructionSet }), byOperators(query, points, mixing));
  });

  test("excluded keys; 39, 30, 8, 3, 1 and none left", () => {
    const left = [39, 30, 8, 3, 1, 0];
    const exclude = booleans(
      left.map((count, row) => Array.from({ length: 40 }, (_, k) => (k * 7 + row) % 40 >= count)),
    );
    const [query, keys] = [unitRows(1, 6, 8), unitRows(2, 40, 8)];
    const mixing = mixingOf(8, 30, 20);
    const kernel = byKernel(query, keys, mixing, { exclude, instructionSet });
    expectEqual(kernel, byOperators(query, keys, mixing, { exclude }));
    expect(kernel.logits.toNumbers().filter((value) => value === -Infinity).length).toBe(1 + 10 + 32 + 37 + 69 + 90);
  });

  test("more excluded keys than the sample foresees", () => {
    const exclude = booleans([0, 1].map((row) => Array.from({ length: 4100 }, (_, key) => key % 4 !== row)));
    const [query, keys] = [unitRows(1, 2, 8), unitRows(2, 4100, 8)];
    for (const hardest of [900, 1100]) {
      const mixing = mixingOf(hardest, 100, 20);
      const kernel = byKernel(query, keys, mixing, { exclude, instructionSet });
      expectEqual(kernel, byOperators(query, keys, mixing, { exclude }));
    }
  });

  test("hardest keys that all lie where the sample looks, and none of them", () => {
    const near = add(unitRows(1, 1, 8), mul(unitRows(2, 1024, 8), 0.1));
    const far = unitRows(3, 3072, 8);
    const all = cat([near, far]);
    for (const isSeen of [true, false]) {
      // Of every 64 keys the first 16 are looked at.
      let [nearer, farther] = [0, 1024];
      const order = Array.from({ length: 4096 }, (_, key) => {
        const isNear = isSeen ? key % 64 < 16 : key % 64 >= 48;
        return isNear ? nearer++ : farther++;
      });
      const keys = indexSelect(all, 0, integersOf(order));
      const mixing = mixingOf(1000, 200, 20);
      expectEqual(
        byKernel(unitRows(1, 1, 8), keys, mixing, { instructionSet }),
        byOperators(unitRows(1, 1, 8), keys, mixing),
      );
    }
  });

  test("of equal logits the first keys are taken", () => {
    // Cosines 1, ½, ½, …, ½, 0: all exact.
    const levels = [0, ...Array.from({ length: 5 }, () => 0.5), 1, ...Array.from({ length: 5 }, () => 0.5)];
    const keys = tensor(levels.map((level) => [level, 1 - level]));
    const mixing = mixingOf(4, 200, 40);
    const kernel = byKernel(tensor([[1, 0]]), keys, mixing, { instructionSet });
    expectEqual(kernel, byOperators(tensor([[1, 0]]), keys, mixing));
    for (const part of ["first", "second", "withQuery"] as const)
      expect(new Set(kernel.mixed[part].toNumbers())).toEqual(new Set([1, 2, 3, 6]));
    // All equal, and −0 among the zeros.
    const same = byKernel(tensor([[0, 1]]), tensor([...Array(9).keys()].map((k) => [k, k % 2 ? 0 : -0])), mixing, {
      instructionSet,
    });
    expect(new Set(same.mixed.first.toNumbers()).size).toBe(4);
  });

  test("many keys that occur many times", () => {
    const rows = integersOf(Array.from({ length: 3000 }, (_, key) => (key * 7) % 50));
    const [query, keys] = [unitRows(1, 5, 16), indexSelect(unitRows(2, 50, 16), 0, rows)];
    const mixing = mixingOf(333, 100, 20);
    expectEqual(byKernel(query, keys, mixing, { instructionSet }), byOperators(query, keys, mixing));
  });

  test("nearly antipodal parents", () => {
    const query = unitRows(1, 4, 16);
    const half = unitRows(2, 10, 16);
    const opposite = add(neg(half), mul(unitRows(3, 10, 16), 1e-4));
    // The queries' own opposites too, for the query-mixed.
    const keys = cat([half, opposite, add(neg(query), mul(unitRows(5, 4, 16), 1e-4))]);
    const mixing = mixingOf(24, 3000, 3000);
    const [kernel, operators] = [byKernel(query, keys, mixing, { instructionSet }), byOperators(query, keys, mixing)];
    expectClose(kernel.logits, operators.logits, { atol: 2e-5 });
    expectClose(kernel.gradient, operators.gradient, { atol: 2e-3, rtol: 2e-5 });
  });

  test("the gradient is that of finite differences: exactly, where all mixed points are constants", () => {
    const [query, keys] = [unitRows(1, 3, 8), unitRows(2, 20, 8)];
    const mixing = mixingOf(20, 40, 0);
    const slopes = normal(randomKey(9), [3, 60]);
    const weighted = (at: Tensor) =>
      sumAll(mul(mixedByKernel("test", at, keys, mixing, { instructionSet }).logits, slopes)).item();
    const points = rowsOf(query);
    const differences = points.map((row, i) =>
      row.map((_, axis) => {
        const moved = (by: number) =>
          tensor(points.map((p, r) => p.map((x, a) => (r === i && a === axis ? x + by : x))));
        return (weighted(moved(0.5)) as number) - (weighted(moved(-0.5)) as number);
      }),
    );
    expectClose(byKernel(query, keys, mixing, { instructionSet }).gradient, differences, { atol: 1e-4 });
  });

  test("bfloat16 queries and keys: float32 logits, those of the widened points", () => {
    const [query, keys] = [to(unitRows(1, 6, 32), "bfloat16"), to(unitRows(2, 300, 32), "bfloat16")];
    const mixing = mixingOf(40, 100, 30);
    const kernel = byKernel(query, keys, mixing, { instructionSet });
    const operators = byOperators(to(query, "float32"), to(keys, "float32"), mixing);
    expect([kernel.logits.dtype, kernel.gradient.dtype]).toEqual(["float32", "bfloat16"]);
    expectClose(kernel.logits, operators.logits, { atol: 2e-6 });
    expectClose(kernel.gradient, operators.gradient, { atol: 1e-3, rtol: 2 ** -8 });
  });

  test("a query that is no number spoils its own row alone", () => {
    const [query, keys] = [rowsOf(unitRows(1, 3, 8)), unitRows(2, 3000, 8)];
    const mixing = mixingOf(100, 50, 20);
    const sound = byKernel(tensor(query), keys, mixing, { instructionSet });
    const spoilt = byKernel(
      tensor(query.map((row, index) => (index === 1 ? row.map(() => Number.NaN) : row))),
      keys,
      mixing,
      { instructionSet },
    );
    for (const row of [0, 2]) {
      expect(rowsOf(spoilt.logits)[row]).toEqual(rowsOf(sound.logits)[row]);
      expectClose(rowsOf(spoilt.gradient)[row]!, rowsOf(sound.gradient)[row]!, {});
    }
    expect(rowsOf(spoilt.logits)[1]!.every(Number.isNaN)).toBe(true);
  });

  test("logits are bit for bit the same with one thread and with two", () => {
    // Quarters of small whole numbers: libtorch's products of them are exact, whatever the order it adds them up in.
    const quarters = (seed: number, rows: number) => mul(round(mul(normal(randomKey(seed), [rows, 128]), 2)), 0.25);
    const [query, keys] = [quarters(1, 64), quarters(2, 4000)];
    const work = (threads: number) => {
      setThreads(threads);
      const { logits, gradient } = byKernel(query, keys, mixingOf(256, 300, 50), { instructionSet });
      return { logits: logits.toNumbers(), gradient: gradient.toNumbers() };
    };
    const before = buildInfo().threads;
    const [one, two] = [work(1), work(2)];
    setThreads(before);
    expect(two.logits.filter((value, i) => value !== one.logits[i])).toEqual([]);
    // The gradient ends in a product of libtorch's, which some processors add up in another order.
    expectClose(two.gradient, one.gradient, { rtol: 1e-5, atol: 1e-4 });
  });
});

test("a row's draws do not depend on the rest of the batch", () => {
  const [query, keys] = [unitRows(1, 6, 8), unitRows(2, 40, 8)];
  const all = rowsOf(mixedByKernel("test", query, keys, mixingOf(8, 30, 20)).mixed.first);
  const some = rowsOf(mixedByKernel("test", narrow(query, 0, 0, 2), keys, mixingOf(8, 30, 20)).mixed.first);
  expect(some).toEqual(all.slice(0, 2));
});

test("the instruction sets draw and choose alike, and an unknown one is refused", () => {
  const [query, keys] = [unitRows(1, 6, 16), unitRows(2, 3000, 16)];
  const parents = instructionSets.map((instructionSet) => {
    return mixedByKernel("test", query, keys, mixingOf(200, 300, 20), { instructionSet }).mixed.second.toNumbers();
  });
  for (const others of parents) expect(others).toEqual(parents[0]);
  expect(() => mixedByKernel("test", query, keys, mixingOf(8, 3, 2), { instructionSet: "mmx" })).toThrow(
    'instruction set "mmx" is not one of this CPU\'s',
  );
});

test("applies on the CPU in float32 and bfloat16, with a key and constant points", () => {
  const [query, keys] = [unitRows(1, 2, 4), unitRows(2, 9, 4)];
  const mixing = mixingOf(3, 2, 1);
  const { key, ...counts } = mixing;
  const draws = {
    first: zeros([2, 2]),
    second: zeros([2, 2]),
    alpha: zeros([2, 2]),
    withQuery: zeros([2, 1]),
    beta: zeros([2, 1]),
  };
  expect(kernelApplies(query, keys, mixing)).toBe(true);
  expect(kernelApplies(to(query, "bfloat16"), keys, mixing)).toBe(true);
  expect(kernelApplies(to(query, "float64"), to(keys, "float64"), mixing)).toBe(false);
  expect(kernelApplies(query, keys, { ...mixing, throughQuery: true })).toBe(false);
  expect(kernelApplies(query, keys, { ...counts, draws })).toBe(false);
});

test("is what negativeLogits takes, and InfoNCE's gradient goes through it", () => {
  const [raw, keys, positives] = [unitRows(1, 5, 16), unitRows(2, 200, 16), unitRows(4, 5, 1)];
  const mixing = mixingOf(20, 40, 10);
  const lossOf = (logits: Tensor) => infoNce(positives, logits, { temperature: 0.2 }).loss;
  const query = requireGradient(raw);
  const [fused] = gradients(lossOf(negativeLogits(query, keys, { mixing }).logits), [query]);
  const input = { query, keys, ...plainLogits("test", query, keys, undefined) };
  const [composed] = gradients(lossOf(mixedByOperators("test", input, mixing).logits), [query]);
  expect(negativeLogits(raw, keys, { mixing }).logits.toNumbers()).toEqual(
    mixedByKernel("test", raw, keys, mixing).logits.toNumbers(),
  );
  expectClose(fused!, composed!, { atol: 1e-7, rtol: 1e-5 });
});

test("leaves a gradient alone that somebody else holds", () => {
  const [raw, keys, positives] = [unitRows(1, 5, 16), unitRows(2, 200, 16), unitRows(4, 5, 1)];
  const query = requireGradient(raw);
  const { logits } = negativeLogits(query, keys, { mixing: mixingOf(20, 40, 10) });
  const [, byLogits] = gradients(infoNce(positives, logits, { temperature: 0.2 }).loss, [query, logits]);
  const leaf = requireGradient(detach(logits));
  const [expected] = gradients(infoNce(positives, leaf, { temperature: 0.2 }).loss, [leaf]);
  expect(byLogits!.toNumbers()).toEqual(expected!.toNumbers());
});

test("refuses counts that do not fit, in the caller's name", () => {
  const [query, keys] = [unitRows(1, 2, 4), unitRows(2, 9, 4)];
  expect(() => mixedByKernel("f", query, keys, mixingOf(1, 2, 1))).toThrow(
    "f: 2 + 1 synthetic negatives cannot be mixed from 1 hardest",
  );
  expect(() => mixedByKernel("f", query, keys, mixingOf(10, 2, 1))).toThrow(
    "10 hardest negatives cannot be taken from logits [2, 9]",
  );
});
