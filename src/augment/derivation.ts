// What makes something else of a finished crop: patches, rotated copies, other colour channels.
import type { Key, Tensor } from "../tensor/index.ts";

/** What a method is handed of a view. */
export interface View {
  /** `[P · B, C, h, w]`: the P parts one after another, row p · B + b for image b; `split(images, B)` parts them. */
  images: Tensor;
  /** What was done to each row or image, where a derivation says so: the answer of a proxy task. */
  targets?: Tensor;
}

export interface DerivationContext {
  /** `[B]` ids of the images in the data set. */
  readonly ids: ArrayLike<number>;
  /** Seed, epoch, view and the derivation's name. */
  readonly key: Key;
}

export interface Derivation {
  /** Names the draws. */
  readonly name: string;
  /** True where the result is no RGB in [0, 1] and is handed out as it is; otherwise it is normalised as the recipe says. */
  readonly isFinished?: boolean;
  /** @param images float32 `[B, 3, S, S]` in [0, 1]; left as they are. */
  apply(images: Tensor, context: DerivationContext): View;
}
