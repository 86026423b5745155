// CMC: two encoders, one that sees the lightness of an image and one that sees its colour, find each other's embedding.
// Tian et al., ECCV 2020, arXiv 1906.05849 ("CMC").
// Shapes: B batch, d embedding, K vectors drawn from each memory bank.
// Over 120 lines, because methods that mix images build on CMC and need its pieces one by one.
import { lab } from "../augment/index.ts";
import { normalize } from "../functional/index.ts";
import type { Values } from "../options/option.ts";
import { add, cat, detach, div, meanAll, narrow, type Tensor } from "../tensor/index.ts";
import { BankContrast, type BankLoss, bankOptions } from "./bank-contrast.ts";
import { proxyMetric, proxyTop1 } from "./contrast.ts";
import { type BuildInput, createEncoder, defineMethod, type StepInput, type View } from "./method.ts";

export const cmcOptions = bankOptions;
type Step = Pick<StepInput<Values<typeof cmcOptions>, CmcModules>, "ids" | "options" | "progress" | "random">;

/** Both channel views of one crop of each image, `[B, 1, S, S]` and `[B, 2, S, S]`. */
export const lightnessAndColor = (recipe: string) => ({
  lightness: { recipe, derive: lab("L") },
  color: { from: "lightness", derive: lab("ab") },
});

/** An encoder and a memory bank for each view: what CMC and everything built on it trains. */
export function buildCmc({ encoder, data, random }: BuildInput<unknown>) {
  // differs from CMC, whose two networks have half of the width each: the whole, because slim encoders have none to spare
  const bank = (name: string) => new BankContrast(data.length, encoder.embeddingSize, random.fold(name));
  return {
    lightnessEncoder: createEncoder({ ...encoder, channels: 1 }, 1, random.fold("lightness encoder")),
    colorEncoder: createEncoder({ ...encoder, channels: 2 }, 1, random.fold("color encoder")),
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

/** The vectors of the batch's images in both banks: whom the other view's embedding is to find. */
export function vectorsOfBoth(
  { lightnessBank, colorBank }: CmcModules,
  embeddings: CmcEmbeddings,
  { ids, progress }: Pick<Step, "ids" | "progress">,
): CmcEmbeddings {
  return {
    lightness: lightnessBank.vectorsOf(ids, embeddings.lightness, progress),
    color: colorBank.vectorsOf(ids, embeddings.color, progress),
  };
}

/**
 * The contrast of embeddings with vectors, for any number of pairings of the two: one draw of negatives serves all. With
 * the colours drawn, for monitors.
 * A row's two losses are to be summed, the rows' meaned.
 * @param seen the embeddings of the images themselves, which the banks will take
 */
export function crossContrast(
  { lightnessBank, colorBank }: CmcModules,
  seen: CmcEmbeddings,
  { ids, options, progress, random }: Step,
) {
  const colors = colorBank.draw(ids, seen.color, options, progress, random.fold("colors"));
  const lightnesses = lightnessBank.draw(ids, seen.lightness, options, progress, random.fold("lightnesses"));
  /** @param ids `[B]` whose vectors the positives are */
  const contrast = ({ lightness, color }: CmcEmbeddings, positives: CmcEmbeddings, ids: ArrayLike<number>) => ({
    // CMC §3.2: L(V₁, V₂) = −E log( h(v₁, v₂⁺) / Σ h(v₁, v₂) ), with h(v₁, v₂) = exp(v₁·v₂/τ); by NCE, against noise
    toColor: colorBank.contrast(lightness, { positives: positives.color, ids }, colors, options),
    // CMC §3.2: L(V₂, V₁), the same from the other side
    toLightness: lightnessBank.contrast(color, { positives: positives.lightness, ids }, lightnesses, options),
  });
  return { contrast, colors };
}

/** What is put off until the step is known to be sound: each bank moves towards its own view's embeddings. */
export function updateBanks(
  { lightnessBank, colorBank }: CmcModules,
  embeddings: CmcEmbeddings,
  { toColor, toLightness }: Record<"toColor" | "toLightness", BankLoss>,
  { ids, options, progress }: Step,
) {
  const [lightness, color] = [detach(embeddings.lightness), detach(embeddings.color)];
  const rate = { bankMomentum: options.bankMomentum, progress };
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

  step({ views, modules, ...step }) {
    const embeddings = embedBoth({ lightness: views.lightness!, color: views.color! }, modules);
    const { contrast, colors } = crossContrast(modules, embeddings, step);
    const { toColor, toLightness } = contrast(embeddings, vectorsOfBoth(modules, embeddings, step), step.ids);
    // CMC §3.2: L = L(V₁, V₂) + L(V₂, V₁)
    const loss = meanAll(add(toColor.losses, toLightness.losses)); // []
    const hits = add(proxyTop1(detach(toColor.logits)), proxyTop1(detach(toLightness.logits)));
    return {
      loss,
      metrics: { proxyTop1: div(hits, 2) },
      // One of the two sides.
      contrast: () => ({
        logits: detach(toColor.logits),
        realNegatives: colors.rows.length(0),
        queryIds: step.ids,
        negativeIds: [colors.ids],
      }),
      after: updateBanks(modules, embeddings, { toColor, toLightness }, step),
    };
  },

  evaluationView: { derive: lab("Lab") },

  /** Both encoders' features side by side, `[B, 2D]`. */
  features: ({ lightnessEncoder, colorEncoder }, images) =>
    cat([lightnessEncoder.features(narrow(images, 1, 0, 1)), colorEncoder.features(narrow(images, 1, 1, 2))], 1),
});
