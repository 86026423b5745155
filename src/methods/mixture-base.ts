// What mixtures of images are learned with: queries, their keys and their negatives, as MoCo-v1 and MoCo-v2 have them.
import { negativeLogits, normalize } from "../functional/index.ts";
import { choice, inGroup, number, type Values } from "../options/option.ts";
import { type Tensor, withoutGradient } from "../tensor/index.ts";
import type { BuildInput, Deferred, StepInput } from "./method.ts";
import { buildMomentumContrast, type MomentumContrastModules, mocoOptions } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

const { inBatchNegatives, ...momentumOptions } = mocoOptions;

export const mixtureOptions = {
  ...momentumOptions,
  ...inGroup("Image mixture", {
    base: choice(["moco-v2", "moco-v1"], "moco-v2", {
      flag: "--base",
      help: "what mixtures are learned with; moco-v1 has a linear head",
    }),
    mixtureAlpha: number(1, {
      above: 0,
      max: 1,
      flag: "--mixture-alpha",
      value: "α",
      help: "shares of the two images are drawn from Beta(α, α); 1: uniformly",
    }),
  }),
};

type Options = Values<typeof mixtureOptions>;

/** One kind of query, with what it is contrasted with. */
export interface Contrasted {
  /** `[B, C, H, W]`: what queries are made of. */
  images: Tensor;
  /** Images → unit queries `[B, d]`. */
  embed(images: Tensor): Tensor;
  /** `[B, d]` unit rows, row i the positive of image i; no gradient. */
  keys: Tensor;
  /** Unit queries `[B, d]` → their cosines with the negatives, `[B, M]`. */
  negatives(queries: Tensor): Tensor;
}

export function buildBase({ options, encoder, ...input }: BuildInput<Options>): MomentumContrastModules {
  const head = options.base === "moco-v1" ? { ...encoder, headLayers: 1 } : encoder;
  return buildMomentumContrast({ ...input, encoder: head, options: { ...options, inBatchNegatives: false } });
}

/** The queries of a step, and what is put off to its end. */
export function contrastOf({ views, ids, modules, random }: StepInput<Options, MomentumContrastModules>): {
  contrasted: Contrasted[];
  after: Deferred;
} {
  const { encoder, keyEncoder, queue } = modules;
  const keys = withoutGradient(() =>
    // [B, d]; MoCo §3.3: shuffled BN
    withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
  );
  const momentumContrast = {
    images: views.query!.images,
    embed: (images: Tensor) => normalize(encoder.forward(images)),
    keys,
    negatives: (queries: Tensor) => negativeLogits(queries, queue.keys).logits,
  };
  return { contrasted: [momentumContrast], after: { needs: [keys], run: () => queue.enqueue(keys, ids) } };
}
