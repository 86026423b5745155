// The momentum encoder's update: a running mean of the query encoder's parameters.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo") §3.2.
import { MochiError } from "../errors.ts";
import { momentumUpdate_, type Tensor } from "../tensor/index.ts";
import { checkNumber, checkShapes, sameShape } from "./operands.ts";

/**
 * Moves the key encoder's parameters towards the query encoder's, in place and without gradient.
 * @param keyParameters changed.
 * @param queryParameters in the same order and of the same shapes.
 * @param momentum m in [0, 1]; 1 freezes the keys, 0 copies the queries.
 * @throws MochiError `parameter-mismatch`, `shape-mismatch`, `number-out-of-range`
 */
export function momentumUpdate(
  keyParameters: readonly Tensor[],
  queryParameters: readonly Tensor[],
  momentum: number,
): void {
  checkNumber("momentumUpdate", "momentum", momentum, "in [0, 1]", momentum >= 0 && momentum <= 1);
  if (keyParameters.length !== queryParameters.length) {
    throw new MochiError({
      code: "parameter-mismatch",
      message: `momentumUpdate: ${keyParameters.length} key parameters but ${queryParameters.length} query parameters`,
      where: "momentumUpdate",
    });
  }
  for (const [index, key] of keyParameters.entries()) {
    const query = queryParameters[index]!;
    checkShapes(`momentumUpdate, parameter ${index}`, { key, query }, "the shapes must agree", sameShape(key, query));
  }
  if (keyParameters.length === 0) return;
  // MoCo Eq. (2): θₖ ← m θₖ + (1 − m) θ_q
  momentumUpdate_(keyParameters, queryParameters, momentum);
}
