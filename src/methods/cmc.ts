// CMC: two encoders, one that sees the lightness of an image and one that sees its colour, find each other's embedding.
// Tian et al., ECCV 2020, arXiv 1906.05849 ("CMC").
// Shapes: B batch, d embedding, K vectors drawn from each memory bank.
// Over 120 lines, because methods that mix images build on CMC and need its pieces one by one.
import { lab } from "../augment/index.ts";
import { normalize } from "../functional/index.ts";
import type { Values } from "../options/option.ts";
import { add, cat, detach, div, type Key, meanAll, narrow, type Tensor } from "../tensor/index.ts";
import { BankContrast, type BankLoss, bankOptions, type UpdateRate } from "./bank-contrast.ts";
import { proxyMetric, proxyTop1 } from "./contrast.ts";
import { type BuildInput, createEncoder, defineMethod, type Progress, type View } from "./method.ts";

export const cmcOptions = bankOptions;
type Options = Values<typeof cmcOptions>;

/** Both channel views of one crop of each image, `[B, 1, S, S]` and `[B, 2, S, S]`. */
export const lightnessAndColor = (recipe: string) => ({
  lightness: { recipe, derive: lab("L") },
  color: { from: "lightness", derive: lab("ab") },
});

/** An encoder and a memory bank for each view: what CMC and everything built on it trains. */
export function buildCmc({ encoder, data, random }: BuildInput<unknown>) {
  // CMC §4.1: each of the two networks has half of the width, so that together they are about as large as one.
  const half = { ...encoder, width: Math.ceil(encoder.width / 2) };
  const bank = (name: string) => new BankContrast(data.length, encoder.embeddingSize, random.fold(name));
  return {
    lightnessEncoder: createEncoder({ ...half, channels: 1 }, 1, random.fold("lightness encoder")),
    colorEncoder: createEncoder({ ...half, channels: 2 }, 1, random.fold("color encoder")),
    lightnessBank: bank("lightness bank"),
    colorBank: bank("color bank"),
  };
}

export type CmcModules = ReturnType<typeof buildCmc>;

/** Both embeddings of each image. */
export interface CmcEmbeddings {
  /** `[B, d]` unit rows. */
  lightness: Tensor;
  /** `[B, d]` unit rows. */
  color: Tensor;
}

/** Embeds images given as their two views. */
export function embedBoth(
  { lightness, color }: Record<"lightness" | "color", View>,
  { lightnessEncoder, colorEncoder }: CmcModules,
): CmcEmbeddings {
  return {
    lightness: normalize(lightnessEncoder.forward(lightness.images)),
    color: normalize(colorEncoder.forward(color.images)),
  };
}

/** The vectors of images in both banks: whom the other view's embedding is to find. */
export function vectorsOfBoth(
  { lightnessBank, colorBank }: CmcModules,
  embeddings: CmcEmbeddings,
  ids: Int32Array,
  progress: Progress,
): CmcEmbeddings {
  return {
    lightness: lightnessBank.vectorsOf(ids, embeddings.lightness, progress),
    color: colorBank.vectorsOf(ids, embeddings.color, progress),
  };
}

/**
 * The contrast of embeddings with vectors, for any number of pairings of the two: one draw of negatives serves all.
 * A row's two losses are to be summed, the rows' meaned.
 */
export function crossContrast({ lightnessBank, colorBank }: CmcModules, options: Options, random: Key) {
  const colors = colorBank.bank.draw(options.bankNegatives, random.fold("colors"));
  const lightnesses = lightnessBank.bank.draw(options.bankNegatives, random.fold("lightnesses"));
  /** @param ids `[B]` whose vectors the positives are */
  return ({ lightness, color }: CmcEmbeddings, positives: CmcEmbeddings, ids: ArrayLike<number>) => ({
    // CMC §3.2: L(V₁, V₂) = −E log( h(v₁, v₂⁺) / Σ h(v₁, v₂) ), with h(v₁, v₂) = exp(v₁·v₂/τ); by NCE, against noise
    toColor: colorBank.contrast(lightness, { positives: positives.color, ids }, colors, options),
    // CMC §3.2: L(V₂, V₁), the same from the other side
    toLightness: lightnessBank.contrast(color, { positives: positives.lightness, ids }, lightnesses, options),
  });
}

/** What is put off until the step is known to be sound: each bank moves towards its own view's embeddings. */
export function updateBanks(
  { lightnessBank, colorBank }: CmcModules,
  embeddings: CmcEmbeddings,
  { toColor, toLightness }: Record<"toColor" | "toLightness", BankLoss>,
  { ids, ...rate }: UpdateRate & { ids: Int32Array },
) {
  const [lightness, color] = [detach(embeddings.lightness), detach(embeddings.color)];
  return {
    needs: [lightness, color, toColor.meanExponential, toLightness.meanExponential],
    run() {
      lightnessBank.update(ids, lightness, toLightness, rate);
      colorBank.update(ids, color, toColor, rate);
    },
  };
}

export const cmc = defineMethod({
  name: "cmc",
  summary: "the lightness of an image finds its colours in a memory bank and the other way round, by two encoders",
  source: "Tian et al., ECCV 2020 (arXiv 1906.05849)",
  defaultPreset: "cmc-cifar10",
  options: cmcOptions,
  shows: [proxyMetric],

  views: ({ recipe }) => lightnessAndColor(recipe),

  build: buildCmc,

  step({ views, ids, modules, options, progress, random }) {
    const embeddings = embedBoth({ lightness: views.lightness!, color: views.color! }, modules);
    const positives = vectorsOfBoth(modules, embeddings, ids, progress);
    const { toColor, toLightness } = crossContrast(modules, options, random)(embeddings, positives, ids);
    // CMC §3.2: L = L(V₁, V₂) + L(V₂, V₁)
    const loss = meanAll(add(toColor.losses, toLightness.losses)); // []
    const hits = add(proxyTop1(detach(toColor.logits)), proxyTop1(detach(toLightness.logits)));
    return {
      loss,
      metrics: { proxyTop1: div(hits, 2) },
      after: updateBanks(modules, embeddings, { toColor, toLightness }, { ids, progress, ...options }),
    };
  },

  evaluationView: { derive: lab("Lab") },

  /** Both encoders' features side by side, `[B, 2D]`. */
  features: ({ lightnessEncoder, colorEncoder }, images) =>
    cat([lightnessEncoder.features(narrow(images, 1, 0, 1)), colorEncoder.features(narrow(images, 1, 1, 2))], 1),
});
