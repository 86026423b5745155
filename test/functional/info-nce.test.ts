// Oracle: hand-worked numbers; log(1 + M) at chance; cross-entropy's own gradient, scaled by 1/τ; the composition of
// operators, for each instruction set of the kernel.
import { describe, expect, test } from "vitest";
import { infoNce, negativeLogits, rowDot } from "../../src/functional/index.ts";
import { type InfoNce, infoNceByOperators } from "../../src/functional/info-nce.ts";
import {
  add,
  call,
  cat,
  crossEntropy,
  flip,
  fusedInfoNce,
  gradients,
  mul,
  narrow,
  normal,
  randomKey,
  requireGradient,
  sumAll,
  tensor,
  to,
  zeros,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { unitRows } from "./points.ts";

test("one positive of cosine 1 among two orthogonal negatives", () => {
  const { loss, logits } = infoNce(tensor([[1]]), tensor([[0, 0]]), { temperature: 0.5 });
  expectClose(logits, [[2, 0, 0]], {});
  expectClose(loss, Math.log(1 + 2 * Math.exp(-2)), { atol: 1e-6 });
});

test("is log(1 + M) where all cosines are equal", () => {
  expectClose(infoNce(zeros([3, 1]), zeros([3, 4096]), { temperature: 0.2 }).loss, Math.log(4097), { rtol: 1e-6 });
});

test("has the gradient of (M + 1)-way cross-entropy, divided by the temperature", () => {
  const temperature = 0.2;
  const cosines = requireGradient(mul(unitRows(1, 5, 9), 0.7));
  const { loss } = infoNce(narrow(cosines, 1, 0, 1), narrow(cosines, 1, 1, 8), { temperature });
  const logits = requireGradient(mul(mul(unitRows(1, 5, 9), 0.7), 1 / temperature));
  const plain = crossEntropy(logits, zeros([5], { dtype: "int64" }));
  const byLogits = gradients(plain, [logits])[0]!;
  expectClose(gradients(loss, [cosines])[0]!, mul(byLogits, 1 / temperature), { rtol: 1e-5, atol: 1e-8 });
});

test("does not count a negative of −∞", () => {
  const some = infoNce(tensor([[0.5]]), tensor([[0.1, -Infinity, 0.2]]), { temperature: 0.1 });
  const without = infoNce(tensor([[0.5]]), tensor([[0.1, 0.2]]), { temperature: 0.1 });
  expectClose(some.loss, without.loss, { rtol: 1e-6 });
});

test("does not depend on the order of the batch", () => {
  const [query, key, queue] = [unitRows(2, 6, 8), unitRows(3, 6, 8), unitRows(4, 20, 8)];
  const lossOf = (q: typeof query, k: typeof key) =>
    infoNce(rowDot(q, k), negativeLogits(q, queue).logits, { temperature: 0.1 }).loss;
  expectClose(lossOf(query, key), lossOf(flip(query, [0]), flip(key, [0])), { rtol: 1e-6 });
});

test("refuses shapes and temperatures that make no sense, naming them", () => {
  expect(() => infoNce(zeros([4, 1]), zeros([3, 7]), { temperature: 1 })).toThrow(
    "infoNce: positiveLogits are [4, 1] but negativeLogits are [3, 7]; they must be [B, 1] and [B, M]",
  );
  expect(() => infoNce(zeros([4]), cat([zeros([4, 7])]), { temperature: 1 })).toThrow("must be [B, 1] and [B, M]");
  expect(() => infoNce(zeros([4, 1]), zeros([4, 7]), { temperature: -0.2 })).toThrow(
    "infoNce: temperature is -0.2; it must be a positive number",
  );
});

describe.each(call("mochi::instruction_sets") as string[])("the kernel, %s", (instructionSet) => {
  test.each([1, 7, 31, 32, 33, 1000])(
    "of %d negatives: loss, logits and gradients, those through the logits too",
    (count) => {
      const positives = requireGradient(mul(normal(randomKey(1), [5, 1]), 0.3));
      const negatives = requireGradient(mul(normal(randomKey(2), [5, count]), 0.3));
      const lossOnly = ({ loss }: InfoNce) => mul(loss, 3);
      const lossAndLogits = ({ loss, logits }: InfoNce) =>
        add(loss, sumAll(mul(logits, normal(randomKey(3), logits.shape))));
      // Gradients free the graph they go through.
      const kernel = () => fusedInfoNce(positives, negatives, 0.1, instructionSet);
      const operators = () => infoNceByOperators(positives, negatives, 0.1);
      for (const through of [lossOnly, lossAndLogits]) {
        const [found, expected] = [kernel(), operators()];
        expectClose(found.loss, expected.loss, { rtol: 1e-6 });
        expectClose(found.logits, expected.logits, { rtol: 1e-6 });
        const [byFound, byExpected] = [found, expected].map((nce) => gradients(through(nce), [positives, negatives]));
        for (const operand of [0, 1])
          expectClose(byFound![operand]!, byExpected![operand]!, { rtol: 1e-5, atol: 1e-7 });
      }
    },
  );

  test("of logits far apart, infinite ones among them", () => {
    const positives = requireGradient(tensor([[0], [90], [-200], [1]]));
    const negatives = requireGradient(
      tensor([
        [-86, -88, -Infinity],
        [-20, 0, 89.5],
        [100, -Infinity, -Infinity],
        [Number.NaN, 0, 0],
      ]),
    );
    const [found, expected] = [
      fusedInfoNce(positives, negatives, 1, instructionSet),
      infoNceByOperators(positives, negatives, 1),
    ];
    expect(found.loss.item()).toBeNaN();
    const byFound = gradients(found.loss, [positives, negatives]);
    const byExpected = gradients(expected.loss, [positives, negatives]);
    for (const operand of [0, 1]) expectClose(byFound[operand]!, byExpected[operand]!, { rtol: 1e-6, atol: 1e-37 });
  });
});

test("float64 is composed of operators, and the kernel agrees with it", () => {
  const [positives, negatives] = [normal(randomKey(1), [5, 1]), normal(randomKey(2), [5, 300])];
  const wide = infoNce(to(positives, "float64"), to(negatives, "float64"), { temperature: 0.07 });
  expect(wide.loss.dtype).toBe("float64");
  expectClose(infoNce(positives, negatives, { temperature: 0.07 }).loss, wide.loss, { rtol: 1e-6 });
});
