// Contrast with a memory bank: an image's own vector against vectors drawn from all, by NCE or by InfoNCE.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis"), §3.
// Shapes: B batch, N images, d embedding, K drawn vectors.
// Over 120 lines, because three methods share it and it says where it departs from the authors' code.
import { estimateMeanExponential, negativeLogits, noiseContrast, rowDot } from "../functional/index.ts";
import { buffer, Module } from "../nn/module.ts";
import { choice, count, inGroup, number, type Values } from "../options/option.ts";
import {
  type Buffer,
  cat,
  copy_,
  crossEntropy,
  detach,
  div,
  eq,
  gt,
  indicesOf,
  type Key,
  type Tensor,
  unsqueeze,
  where,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";
import { type DrawnVectors, MemoryBank } from "./memory-bank.ts";
import type { Progress } from "./method.ts";

export const bankOptions = inGroup("Memory bank", {
  bankLoss: choice(["nce", "infonce"], "nce", {
    flag: "--bank-loss",
    help: "nce: own vector or noise, one by one; infonce: which of all is the own one",
  }),
  bankNegatives: count(4096, {
    flag: "--bank-negatives",
    value: "vectors",
    help: "K: vectors drawn from the memory bank at each step",
  }),
  bankMomentum: number(0.5, {
    min: 0,
    below: 1,
    flag: "--bank-momentum",
    help: "share of an image's vector that stays when the image is seen again",
  }),
  temperature: number(0.07, { above: 0, flag: "--temperature", help: "τ, which divides all logits" }),
});

type Options = Pick<Values<typeof bankOptions>, "bankLoss" | "bankNegatives" | "temperature">;

/** What the queries of a step are told apart from. */
export interface Others extends DrawnVectors {
  /** True in the first epoch, in which the bank is still being filled. */
  areOfBatch: boolean;
}

export interface BankLoss {
  /** `[B]` */
  losses: Tensor;
  /** `[B, 1 + K]`, divided by τ; the own vector comes first, −∞ where it was drawn too. */
  logits: Tensor;
  /** `[]` Z/N that the losses were taken with; `update` keeps the first. */
  meanExponential: Tensor;
}

export class BankContrast extends Module {
  readonly bank: MemoryBank;
  /** `[]` Z/N of NCE, from the second epoch on; 0 before. */
  readonly meanExponential: Buffer;

  constructor(images: number, embeddingSize: number, key: Key) {
    super();
    this.bank = new MemoryBank(images, embeddingSize, key);
    this.meanExponential = buffer(zeros([]));
  }

  /** The vectors of the batch's images, `[B, d]`, for positives; in the first epoch those that the bank is about to take. */
  vectorsOf(ids: ArrayLike<number>, embeddings: Tensor, { epoch }: Pick<Progress, "epoch">): Tensor {
    return epoch < 1 ? detach(embeddings) : this.bank.of(ids);
  }

  /**
   * K vectors drawn from all images, for negatives.
   * differs from InstDis's code, whose bank starts with random vectors: in the first epoch the batch's own embeddings stand
   * in, by InfoNCE, because a run of a few epochs cannot spend one on targets and noise that are no images
   */
  draw(
    ids: ArrayLike<number>,
    embeddings: Tensor,
    choices: Options,
    { epoch }: Pick<Progress, "epoch">,
    key: Key,
  ): Others {
    if (epoch < 1) return { ids: indicesOf(ids), rows: detach(embeddings), areOfBatch: true };
    // differs from InstDis's code: one draw for the whole batch, not one for each query, because a product with one matrix
    // takes a small part of the time and memory of gathering B · K rows
    return { ...this.bank.draw(choices.bankNegatives, key), areOfBatch: false };
  }

  /**
   * Contrasts each query with the vector of an image; no gradient reaches the bank.
   * @param query `[B, d]` unit rows
   * @param positives `[B, d]` unit rows: the vectors of the images `ids`
   * @param ids `[B]` the queries' own images, or others where images were mixed
   */
  contrast(
    query: Tensor,
    { positives, ids }: { positives: Tensor; ids: ArrayLike<number> },
    others: Others,
    { bankLoss, temperature }: Options,
  ): BankLoss {
    const own = rowDot(query, positives); // [B, 1]
    // differs from InstDis's code: where the own vector is drawn it is left out, because it is no negative of itself
    const isOwn = eq(unsqueeze(indicesOf(ids), 1), others.ids); // [B, K]
    const negatives = negativeLogits(query, others.rows, { exclude: isOwn }).logits; // [B, K]
    if (bankLoss === "nce" && !others.areOfBatch) {
      // InstDis §3.2: Z is estimated once, on the first batch
      const estimate = estimateMeanExponential(detach(negatives), temperature); // []
      const meanExponential = where(gt(this.meanExponential, 0), this.meanExponential, estimate); // []
      return { ...noiseContrast(own, negatives, { temperature, meanExponential }), meanExponential };
    }
    const logits = div(cat([own, negatives], 1), temperature); // [B, 1 + K]
    const first = zeros([ids.length], { dtype: "int64" });
    // InstDis Eq. (2), Eq. (3): −log( exp(vᵢ·q/τ) / Σⱼ exp(vⱼ·q/τ) ), over the own vector and the drawn ones
    const losses = crossEntropy(logits, first, undefined, perRow); // [B]
    return { losses, logits, meanExponential: detach(this.meanExponential) };
  }

  /** Moves the vectors of the batch's images, and no others, towards their embeddings `[B, d]`. */
  update(ids: ArrayLike<number>, embeddings: Tensor, { meanExponential }: BankLoss, rate: UpdateRate): void {
    // In the first epoch the rest of the vector is a random draw.
    this.bank.update(ids, embeddings, rate.progress.epoch < 1 ? 0 : rate.bankMomentum);
    withoutGradient(() => copy_(this.meanExponential, meanExponential));
  }
}

/** What decides how much of an old vector stays. */
export interface UpdateRate {
  bankMomentum: number;
  progress: Pick<Progress, "epoch">;
}

const perRow = 0; // crossEntropy's reduction
