// What mixtures of images are learned with: queries, their keys and their negatives, as MoCo-v1, MoCo-v2 or CMC have them.
// Over 120 lines, because two methods share its three bases.
import { negativeLogits, normalize } from "../functional/index.ts";
import type { Encoder } from "../nn/encoder.ts";
import { choice, inGroup, number, type Values } from "../options/option.ts";
import {
  eq,
  expand,
  gt,
  indicesOf,
  logicalOr,
  sum,
  type Tensor,
  unsqueeze,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";
import { type BankContrast, bankOptions } from "./bank-contrast.ts";
import { buildCmc, type CmcModules, cmc, embedBoth, lightnessAndColor, vectorsOfBoth } from "./cmc.ts";
import { type BuildInput, type Deferred, type StepInput, twoViews } from "./method.ts";
import { buildMomentumContrast, type MomentumContrastModules, mocoOptions } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

const { inBatchNegatives, ...momentumOptions } = mocoOptions;

export const mixtureOptions = {
  ...momentumOptions,
  bankNegatives: bankOptions.bankNegatives,
  bankMomentum: bankOptions.bankMomentum,
  ...inGroup("Image mixture", {
    base: choice(["moco-v2", "moco-v1", "cmc"], "moco-v2", {
      flag: "--base",
      help: "what mixtures are learned with: moco-v1 has a linear head, cmc two encoders and memory banks",
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
export type BaseModules = MomentumContrastModules | CmcModules;
type Step<Modules> = StepInput<Options, Modules>;

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
  /** Whose the negatives are, where they are the same ones for every query. */
  negativeIds?: readonly Tensor[];
}

/** The kinds of query of a step, and what is put off to its end. */
interface Contrast {
  contrasted: Contrasted[];
  after: Deferred;
}

const isCmc = (modules: BaseModules): modules is CmcModules => "colorBank" in modules;

/** What a method that mixes images takes over from its base, whichever the options choose. */
export const base = {
  views: ({ recipe, options }: { recipe: string; options: Options }) =>
    options.base === "cmc" ? lightnessAndColor(recipe) : twoViews(recipe, "query", "key"),

  build({ options, encoder, ...input }: BuildInput<Options>): BaseModules {
    if (options.base === "cmc") return buildCmc({ ...input, options, encoder });
    const head = options.base === "moco-v1" ? { ...encoder, headLayers: 1 } : encoder;
    return buildMomentumContrast({ ...input, encoder: head, options: { ...options, inBatchNegatives: false } });
  },

  evaluationViewFor: ({ base }: Options) => (base === "cmc" ? cmc.evaluationView : undefined),

  features: (modules: BaseModules, images: Tensor) =>
    isCmc(modules) ? cmc.features(modules, images) : modules.encoder.features(images),
};

/** @param partners `[B]`: the second image of each mixture; undefined where all keys of the batch are told apart already */
export function contrastOf({ modules, ...input }: Step<BaseModules>, partners: Int32Array | undefined): Contrast {
  return isCmc(modules) ? ofCmc({ ...input, modules }, partners) : ofMomentum({ ...input, modules });
}

const embedWith = (encoder: Encoder) => (images: Tensor) => normalize(encoder.forward(images));

function ofMomentum({ views, ids, modules, random }: Step<MomentumContrastModules>): Contrast {
  const { encoder, keyEncoder, queue } = modules;
  const keys = withoutGradient(() =>
    // [B, d]; MoCo §3.3: shuffled BN
    withShuffledBatch(views.key!.images, random.fold("shuffle"), embedWith(keyEncoder)),
  );
  const negatives = (queries: Tensor) => negativeLogits(queries, queue.keys).logits;
  return {
    contrasted: [{ images: views.query!.images, embed: embedWith(encoder), keys, negatives, negativeIds: [queue.ids] }],
    after: { needs: [keys], run: () => queue.enqueue(keys, ids) },
  };
}

// differs from CMC, whose contrast is noise-contrastive: InfoNCE, because a mixture chooses between its two images' vectors
function ofCmc(
  { views, ids, modules, options, progress, random }: Step<CmcModules>,
  partners: Int32Array | undefined,
): Contrast {
  const { lightnessEncoder, colorEncoder, lightnessBank, colorBank } = modules;
  const { lightness, color } = views as Record<"lightness" | "color", (typeof views)[string]>;
  // differs from CMC, whose banks take the embeddings it trains, here mixtures: those of the images as they are
  const current = withoutGradient(() => embedBoth({ lightness, color }, modules));
  const keys = vectorsOfBoth(modules, current, { ids, progress });
  const batch = unsqueeze(indicesOf(ids), 1); // [B, 1]
  const negativesOf =
    ({ bank }: BankContrast, vectors: Tensor, name: string) =>
    (queries: Tensor) => {
      if (progress.epoch >= 1) {
        const drawn = bank.draw(options.bankNegatives, random.fold(name));
        // No image of the batch is a negative of its mixtures.
        const exclude = expand(gt(sum(eq(batch, drawn.ids), [0], true), 0), [ids.length, -1]); // [B, K]
        return negativeLogits(queries, drawn.rows, { exclude }).logits;
      }
      // As CMC here: in the first epoch, in which the bank is filled, the other images of the batch stand in.
      if (!partners) return zeros([ids.length, 0], { dtype: queries.dtype });
      const isOwn = (rows: ArrayLike<number>) => eq(unsqueeze(indicesOf(rows), 1), indicesOf(ids)); // [B, B]
      const exclude = logicalOr(isOwn(ids), isOwn(Int32Array.from(partners, (row) => ids[row]!)));
      return negativeLogits(queries, vectors, { exclude }).logits;
    };
  const colors = negativesOf(colorBank, keys.color, "colors");
  const lightnesses = negativesOf(lightnessBank, keys.lightness, "lightnesses");
  const momentum = progress.epoch < 1 ? 0 : options.bankMomentum;
  return {
    contrasted: [
      { images: lightness.images, embed: embedWith(lightnessEncoder), keys: keys.color, negatives: colors },
      { images: color.images, embed: embedWith(colorEncoder), keys: keys.lightness, negatives: lightnesses },
    ],
    after: {
      needs: [current.lightness, current.color],
      run() {
        lightnessBank.bank.update(ids, current.lightness, momentum);
        colorBank.bank.update(ids, current.color, momentum);
      },
    },
  };
}
