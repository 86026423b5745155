// Noise-contrastive estimation: whether a memory vector is the image's own or drawn from the noise.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis"), §3.2, after Gutmann & Hyvärinen, AISTATS 2010.
// Shapes: B batch, M noise samples.
import {
  add,
  cat,
  div,
  exp,
  log,
  meanAll,
  neg,
  scope,
  softplus,
  squeeze,
  sub,
  sum,
  type Tensor,
  withoutGradient,
} from "../tensor/index.ts";
import { checkShapes, checkTemperature } from "./operands.ts";

export interface NoiseContrast {
  /** `[B]` */
  losses: Tensor;
  /** `[B, 1 + M]`, divided by τ; the positive comes first. */
  logits: Tensor;
}

/**
 * −log h(positive) − Σ log(1 − h(noise)) for each row, where h = P / (P + M/N) and P = exp(q·v/τ) / Z for N images. Only
 * Z/N counts, so that the number of images does not appear.
 * @param positiveLogits `[B, 1]` cosines with the images' own vectors, not yet divided by τ
 * @param negativeLogits `[B, M]` cosines with vectors drawn uniformly from all N; −∞ is no sample at all
 * @param options.temperature τ > 0
 * @param options.meanExponential `[]` Z/N, a constant: see {@link estimateMeanExponential}
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function noiseContrast(
  positiveLogits: Tensor,
  negativeLogits: Tensor,
  { temperature, meanExponential }: { temperature: number; meanExponential: Tensor },
): NoiseContrast {
  const [batch, one] = positiveLogits.shape;
  const fits = one === 1 && negativeLogits.shape.length === 2 && negativeLogits.shape[0] === batch;
  checkShapes("noiseContrast", { positiveLogits, negativeLogits }, "they must be [B, 1] and [B, M]", fits);
  checkTemperature("noiseContrast", temperature);
  return scope(() => {
    const samples = negativeLogits.length(1);
    const positive = div(positiveLogits, temperature); // [B, 1]
    const noise = div(negativeLogits, temperature); // [B, M]
    // InstDis Eq. (6): h = P / (P + m Pₙ) = σ( q·v/τ − log(m Z/N) ), with Pₙ = 1/N
    const threshold = add(log(meanExponential), Math.log(samples)); // []
    // InstDis Eq. (7): J = −log h(i, v) − Σₘ log(1 − h(i, v′)); −log σ(x) = softplus(−x), −log(1 − σ(x)) = softplus(x)
    const own = squeeze(softplus(neg(sub(positive, threshold))), 1); // [B]
    const losses = add(own, sum(softplus(sub(noise, threshold)), [1])); // [B]
    return { losses, logits: cat([positive, noise], 1) };
  }, "loss");
}

/**
 * Z/N from the noise samples of one batch, `[]`; InstDis takes the first batch's and keeps it.
 * @param negativeLogits `[B, M]` cosines, not yet divided by τ
 */
export function estimateMeanExponential(negativeLogits: Tensor, temperature: number): Tensor {
  checkTemperature("estimateMeanExponential", temperature);
  // InstDis Eq. (8): Z ≃ N/m Σₖ exp(vⱼₖ·f/τ)
  return withoutGradient(() => scope(() => meanAll(exp(div(negativeLogits, temperature)))));
}
