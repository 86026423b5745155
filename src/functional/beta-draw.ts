// A keyed draw from Beta(α, α) for α of at most 1: how much of each of two images a mixture has.
// Zhang et al., ICLR 2018, arXiv 1710.09412 ("mixup"), §2, takes shares from it.
import type { Key } from "../tensor/index.ts";
import { checkNumber } from "./operands.ts";

/**
 * One draw from Beta(α, α), in [0, 1]; α = 1 is uniform, smaller ones keep away from ½.
 * @param alpha α in (0, 1]
 * @throws MochiError `number-out-of-range`
 */
export function betaDraw(key: Key, alpha: number): number {
  checkNumber("betaDraw", "alpha", alpha, "in (0, 1]", alpha > 0 && alpha <= 1);
  if (alpha === 1) return key.uniform();
  // Jöhnk's method (1964): x = u^(1/α), y = v^(1/α), drawn anew until x + y ≤ 1; then x / (x + y).
  for (let attempt = 0; ; attempt++) {
    const [u, v] = [key.fold(attempt).fold("x").uniform(), key.fold(attempt).fold("y").uniform()];
    const [x, y] = [u ** (1 / alpha), v ** (1 / alpha)];
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}
