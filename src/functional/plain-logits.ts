// The logits of real negatives: one product of the queries with the keys.
// Shapes: B batch, d embedding, K keys.
import { maskedFill, matmul, type Tensor, t } from "../tensor/index.ts";
import { areMatricesOfEqualRows, checkShapes } from "./operands.ts";

export interface PlainLogits {
  /** `[B, K]` cosines of all keys. */
  cosines: Tensor;
  /** `[B, K]` the same with −∞ at excluded keys. */
  logits: Tensor;
}

/**
 * @param exclude `[B, K]` bool
 * @param where the public function that speaks in errors.
 */
export function plainLogits(where: string, query: Tensor, keys: Tensor, exclude: Tensor | undefined): PlainLogits {
  checkNegatives(where, query, keys, exclude);
  const cosines = matmul(query, t(keys)); // [B, K]
  return { cosines, logits: exclude ? maskedFill(cosines, exclude, -Infinity) : cosines };
}

/** @throws MochiError `shape-mismatch` unless query and keys are `[B, d]` and `[K, d]`, and exclude bool `[B, K]`. */
export function checkNegatives(where: string, query: Tensor, keys: Tensor, exclude: Tensor | undefined): void {
  checkShapes(where, { query, keys }, "the last axis must agree", areMatricesOfEqualRows(query, keys));
  const expected = [query.length(0), keys.length(0)];
  if (exclude) {
    const fits = exclude.dtype === "bool" && exclude.shape.join() === expected.join();
    checkShapes(where, { query, keys, exclude }, `exclude must be bool [${expected.join(", ")}]`, fits);
  }
}
