// Oracle: two crops by hand, a slow loop over all pairs of crops, central differences in float64.
import { expect, test } from "vitest";
import { swappedPrediction } from "../../src/functional/index.ts";
import { requireGradient, softmax, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";
import { rowsOf } from "./points.ts";

test("one image, two crops, by hand: each meets the other's target, never its own", () => {
  const targets = [tensor([[1, 0]]), tensor([[0, 1]])];
  const logits = [tensor([[0, 0]]), tensor([[Math.log(3), 0]])];
  // The second crop says 3/4 for the first class, the first ½ for the second.
  expectClose(swappedPrediction(targets, logits, { temperature: 1 }), (-Math.log(0.75) - Math.log(0.5)) / 2, {
    rtol: 1e-5,
  });
});

// SwAV Eq. (6), DINO Eq. (3): Σ_s Σ_v≠s ℓ(z_v, q_s)
test("equals the loop over targets, crops and images", () => {
  const targets = [softmax(doubles(1, [5, 4]), 1), softmax(doubles(2, [5, 4]), 1)];
  const logits = [3, 4, 5, 6].map((seed) => doubles(seed, [5, 4]));
  let total = 0;
  for (const [s, target] of targets.entries())
    for (const [v, crop] of logits.entries()) {
      if (v === s) continue;
      for (const [image, row] of rowsOf(crop).entries()) {
        const all = row.reduce((sum, value) => sum + Math.exp(value / 0.2), 0);
        const q = rowsOf(target)[image]!;
        // SwAV Eq. (2), DINO Eq. (2): ℓ(z_v, q_s) = −Σₖ q_s⁽ᵏ⁾ log p_v⁽ᵏ⁾
        total -= row.reduce((sum, value, k) => sum + q[k]! * Math.log(Math.exp(value / 0.2) / all), 0);
      }
    }
  expectClose(swappedPrediction(targets, logits, { temperature: 0.2 }), total / (2 * 3 * 5), { rtol: 1e-9 });
});

test("has the gradient of its central differences", () => {
  const targets = [softmax(doubles(1, [3, 4]), 1), softmax(doubles(2, [3, 4]), 1)];
  const logits = [3, 4, 5].map((seed) => requireGradient(doubles(seed, [3, 4])));
  checkGradients(logits, () => swappedPrediction(targets, logits, { temperature: 0.2 }));
});

test("other shapes are refused", () => {
  expect(() => swappedPrediction([zeros([2, 3])], [zeros([2, 4])], { temperature: 1 })).toThrow("all must be [B, K]");
});
