// CPC: from the upper rows of a grid of patches, the network predicts the embeddings of those further down.
// van den Oord et al., 2018, arXiv 1807.03748 ("CPC"); Hénaff et al., ICML 2020, arXiv 1905.09272 ("CPC-v2").
// Shapes: B batch, G × G patches, D features, d embedding.
import { patchGrid } from "../augment/index.ts";
import { rowContrast } from "../functional/index.ts";
import { Linear } from "../nn/linear.ts";
import { RowContext } from "../nn/row-context.ts";
import {
  add,
  arange,
  argmax,
  cat,
  detach,
  div,
  eq,
  gather,
  maskedFill,
  mean,
  meanAll,
  narrow,
  permute,
  reshape,
  split,
  type Tensor,
  to,
  unsqueeze,
  withoutGradient,
} from "../tensor/index.ts";
import { proxyMetric } from "./contrast.ts";
import { withPatchColors } from "./jigsaw-branch.ts";
import { type Contrast, createEncoder, defineMethod } from "./method.ts";

// CPC §3.3: 7 × 7 patches, each of which shares half of its side with the next.
const grid = 7;
const patches = patchGrid({ grid, overlap: 0.5 });
// CPC-v2, appendix: the two rows below share pixels or edges with what is known already; the three after are predicted.
const rowsAhead = [3, 4, 5];
const scale = 0.1;

export const cpc = defineMethod({
  name: "cpc",
  summary: "predicts the embeddings of an image's lower patches from the upper ones, among other patches",
  source: "van den Oord et al., 2018 (arXiv 1807.03748); Hénaff et al., ICML 2020 (arXiv 1905.09272)",
  defaultPreset: "cpc-cifar10",
  options: {},
  shows: [proxyMetric],

  // Colours are drawn for every patch, so that those of its neighbours do not betray it (CPC-v2 §3.1).
  views: ({ recipe }) => ({ patches: { ...withPatchColors(recipe), derive: patches } }),

  build({ encoder: described, random }) {
    // differs from CPC-v2, whose networks have layer norm, because all encoders here are the same ResNet: its batch norm sees
    // the patches of all images at once
    const encoder = createEncoder(described, 1, random.fold("encoder"));
    const { featureSize: channels } = encoder.backbone;
    const context = { channels, hidden: Math.ceil(channels / 2), blocks: 5 };
    return {
      encoder,
      // differs from CPC-v2, which predicts in four directions: downwards alone, as CPC does, for a quarter of the cost
      context: new RowContext(context, random.fold("context")),
      predictor: new Linear(channels, rowsAhead.length * described.embeddingSize, random.fold("predictor")),
    };
  },

  step({ views, ids, modules: { encoder, context, predictor } }) {
    const features = encoder.features(views.patches!.images); // [G² · B, D]
    const batch = features.length(0) / grid ** 2;
    const inGrid = (rows: Tensor) => permute(reshape(rows, [grid, grid, batch, rows.length(1)]), [2, 0, 1, 3]);
    const embeddings = inGrid(encoder.projectionHead.forward(features)); // z [B, G, G, d]
    const seen = context.forward(permute(inGrid(features), [0, 3, 1, 2])); // [B, D, G, G]
    // c, of the rows down to each place; [B, G, G, D]
    const contexts = permute(seen, [0, 2, 3, 1]);

    // CPC Eq. (3): f(z, c) = exp(zᵀ Wₖ c), with a Wₖ for each number of rows ahead
    const predictions = split(predictor.forward(contexts), embeddings.length(3), 3); // [B, G, G, d] each
    const contrasts = rowsAhead.map((ahead, k) =>
      // CPC Eq. (4): −log( f(z₊, c) / Σ f(z, c) )
      rowContrast(narrow(predictions[k]!, 1, 0, grid - ahead), embeddings, { scale }),
    );
    const average = (values: Tensor[]) =>
      div(
        values.reduce((sum, value) => add(sum, value)),
        values.length,
      ); // []
    const hits = withoutGradient(() =>
      contrasts.map(({ logits, positives }) => meanAll(to(eq(argmax(logits, 1), positives), "float32"))),
    );
    return {
      loss: average(contrasts.map(({ loss }) => loss)),
      metrics: { proxyTop1: average(hits) },
      // The nearest of the rows ahead.
      contrast: () => contrastOfPatches(detach(contrasts[0]!.logits), detach(contrasts[0]!.positives), ids),
    };
  },

  // Patches are what the encoder has seen: those of an image, without their colours changed.
  evaluationView: { derive: patches },

  /** Patches `[G² · B, 3, s, s]` → the mean of each image's features, `[B, D]`. */
  features({ encoder }, images) {
    const features = encoder.features(images); // [G² · B, D]
    return mean(reshape(features, [grid ** 2, -1, features.length(1)]), [0]);
  },
});

/** For monitors: the true patch in front, and out of the others; `logits` `[Q, B + G²]`, `positives` `[Q]`. */
function contrastOfPatches(logits: Tensor, positives: Tensor, ids: Int32Array): Contrast {
  const column = unsqueeze(positives, 1); // [Q, 1]
  const isTrue = eq(arange(0, logits.length(1), { dtype: "int64" }), column); // [Q, B + G²]
  return {
    logits: cat([gather(logits, 1, column), maskedFill(logits, isTrue, Number.NEGATIVE_INFINITY)], 1),
    realNegatives: logits.length(1),
    queryIds: Array.from({ length: logits.length(0) }, (_, row) => ids[row % ids.length]!),
    // The other places of the own image are of its class and no false negatives: of no image.
    negativeIds: [ids, new Int32Array(grid ** 2).fill(-1)],
  };
}
