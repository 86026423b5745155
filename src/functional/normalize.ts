// l2 normalisation of rows, in float32 whatever came in.
import { clamp, div, scope, type Tensor, to, vectorNorm } from "../tensor/index.ts";

// torch.nn.functional.normalize's; below float16's and bfloat16's reach, one more reason to leave them first.
const smallestNorm = 1e-12;

/**
 * x / ‖x‖₂ along the last axis; a zero row stays zero.
 * @param x `[…, d]`; half precision is widened to float32 before its norm is taken.
 * @returns `[…, d]`, unit rows.
 */
export function normalize(x: Tensor): Tensor {
  return scope(() => {
    const wide = x.dtype === "bfloat16" || x.dtype === "float16" ? to(x, "float32") : x;
    return div(wide, clamp(vectorNorm(wide, 2, [-1], true), smallestNorm)); // […, d]
  });
}
