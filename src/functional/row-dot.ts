// Dot products of corresponding rows: the positive logits q·k.
import { mul, scope, sum, type Tensor } from "../tensor/index.ts";
import { checkShapes, sameShape } from "./operands.ts";

/**
 * aᵦ·bᵦ for each row β.
 * @param a `[B, d]`
 * @param b `[B, d]`
 * @returns `[B, 1]`: cosines where both have unit rows.
 * @throws MochiError `shape-mismatch`
 */
export function rowDot(a: Tensor, b: Tensor): Tensor {
  checkShapes("rowDot", { a, b }, "the shapes must agree", sameShape(a, b));
  return scope(() => sum(mul(a, b), [-1], true)); // [B, 1]
}
