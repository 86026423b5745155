// CPC's loss on a grid of patches: which of many patches lies so many rows below a place.
// van den Oord et al., 2018, arXiv 1807.03748 ("CPC"), §2.3 and §3.3.
// Shapes: B images, a grid of G × G patches, R rows that are predicted from, d embedding.
import {
  arange,
  cat,
  crossEntropy,
  eq,
  expand,
  maskedFill,
  matmul,
  mul,
  narrow,
  permute,
  reshape,
  scope,
  type Tensor,
  transpose,
  unsqueeze,
} from "../tensor/index.ts";
import { checkShapes } from "./operands.ts";

export interface RowContrast {
  /** `[]`, the mean over all predictions. */
  loss: Tensor;
  /** `[R · G · B, B + G²]`: the same place in all images, then all places of the own image but the predicted one. */
  logits: Tensor;
  /** `[R · G · B]` int64, the column of the true patch. */
  positives: Tensor;
}

/**
 * Contrasts each prediction with the patch it means.
 * differs from CPC, whose negatives are all patches of the batch, because their products grow with the square of B · G²:
 * the same place of the other images and the other places of the same image are both kinds of them
 * @param predictions `[B, R, G, d]`, those of row r for row r + G − R
 * @param embeddings `[B, G, G, d]`
 * @param options.scale of the logits; CPC-v2's code: 0.1
 * @throws MochiError `shape-mismatch`
 */
export function rowContrast(predictions: Tensor, embeddings: Tensor, { scale }: { scale: number }): RowContrast {
  const [batch = 0, rows = 0, columns = 0, size = 0] = predictions.shape;
  const fits =
    rows < columns && `${embeddings.shape}` === `${[batch, columns, columns, size]}` && predictions.shape.length === 4;
  checkShapes("rowContrast", { predictions, embeddings }, "they must be [B, R, G, d], R < G, and [B, G, G, d]", fits);
  return scope(() => {
    const [places, all, skipped] = [rows * columns, columns ** 2, (columns - rows) * columns];
    const byPlace = (grid: Tensor) => reshape(permute(grid, [1, 2, 0, 3]), [places, batch, size]); // [R · G, B, d]
    const meant = narrow(embeddings, 1, columns - rows, rows); // [B, R, G, d]
    const acrossImages = matmul(byPlace(predictions), transpose(byPlace(meant), 1, 2)); // [R · G, B, B]
    const ofImage = (grid: Tensor, count: number) => reshape(grid, [batch, count, size]);
    const withinImage = permute(
      matmul(ofImage(predictions, places), transpose(ofImage(embeddings, all), 1, 2)),
      [1, 0, 2],
    ); // [R · G, B, G²]
    const { device } = predictions;
    const isMeant = eq(
      unsqueeze(arange(skipped, all, { dtype: "int64", device }), 1),
      arange(0, all, { dtype: "int64", device }),
    ); // [R · G, G²]
    const others = maskedFill(withinImage, unsqueeze(isMeant, 1), -Infinity); // [R · G, B, G²]
    const logits = reshape(mul(cat([acrossImages, others], 2), scale), [places * batch, batch + all]);
    const positives = reshape(expand(arange(0, batch, { dtype: "int64", device }), [places, batch]), [places * batch]);
    // CPC Eq. (4): −log( f(z₊, c) / Σ f(z, c) ), with f of CPC Eq. (3) in the logits
    return { loss: crossEntropy(logits, positives), logits, positives };
  }, "loss");
}
