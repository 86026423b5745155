// SwAV: crops of an image predict one another's assignment to prototypes, which a batch shares out evenly.
// Caron et al., NeurIPS 2020, arXiv 2006.09882 ("SwAV").
// Shapes: B images, d embedding, K prototypes, V crops of an image, Q queue.
import { normalize, sinkhorn, swappedPrediction } from "../functional/index.ts";
import type { Encoder } from "../nn/encoder.ts";
import { count, inGroup, number } from "../options/option.ts";
import { cat, clearGradients, detach, narrow, type Tensor } from "../tensor/index.ts";
import { createEncoder, defineMethod } from "./method.ts";
import { embedCrops, multiCropOptions, multiCropViews, swappedMetric, swappedTop1 } from "./multi-crop.ts";
import { Prototypes } from "./prototypes.ts";
import { Queue } from "./queue.ts";

const options = {
  ...multiCropOptions,
  ...inGroup("SwAV", {
    prototypes: count(3000, { flag: "--prototypes", help: "K: prototypes that crops are assigned to" }),
    temperature: number(0.1, { above: 0, flag: "--temperature", help: "τ, which divides all logits" }),
    epsilon: number(0.05, { above: 0, flag: "--epsilon", help: "ε of Sinkhorn: how soft assignments are" }),
    sinkhornIterations: count(3, { flag: "--sinkhorn-iterations", help: "rounds of Sinkhorn" }),
    frozenEpochs: number(1, {
      min: 0,
      flag: "--frozen-epochs",
      value: "epochs",
      help: "epochs at the start in which prototypes, the last layer, stay as drawn",
    }),
    queueSize: count(0, {
      min: 0,
      flag: "--queue-size",
      value: "images",
      help: "embeddings of past images that share in the assignment, for batches smaller than K; 0: none",
    }),
    queueStart: number(15, {
      min: 0,
      flag: "--queue-start",
      value: "epochs",
      help: "epoch from which on the queue is used",
    }),
  }),
};

export interface SwavModules {
  encoder: Encoder;
  prototypes: Prototypes;
  /** Past embeddings of the first and of the second large crop. */
  firstQueue?: Queue;
  secondQueue?: Queue;
  [name: string]: Encoder | Prototypes | Queue;
}

export const swav = defineMethod({
  name: "swav",
  summary:
    "crops predict one another's prototype, assigned evenly over the batch by Sinkhorn; multi-crop, no negatives",
  source: "Caron et al., NeurIPS 2020 (arXiv 2006.09882)",
  defaultPreset: "swav-cifar10",
  options,
  shows: [swappedMetric],

  views: ({ recipe, options }) => multiCropViews(recipe, options),

  build({ options: { prototypes, queueSize }, encoder, random }): SwavModules {
    const { embeddingSize: size } = encoder;
    const queue = (name: string) => new Queue(queueSize, size, random.fold(name));
    return {
      encoder: createEncoder(encoder, 1, random.fold("encoder")),
      prototypes: new Prototypes(prototypes, size, random.fold("prototypes")),
      ...(queueSize > 0 && { firstQueue: queue("first queue"), secondQueue: queue("second queue") }),
    };
  },

  step({ views, ids, modules: { encoder, prototypes, ...queues }, options, progress }) {
    const embeddings = embedCrops(encoder, views).map(normalize); // V × [B, d]
    const scores = embeddings.map((z) => prototypes.forward(z)); // V × [B, K]
    const large = [embeddings[0]!, embeddings[1]!].map(detach);

    const { firstQueue, secondQueue } = queues;
    const isFilled = progress.step * ids.length >= options.queueSize;
    const isQueueUsed = progress.epoch >= options.queueStart && isFilled;
    const codes = [firstQueue, secondQueue].map((queue, crop) => {
      const past = isQueueUsed && queue ? [prototypes.forward(queue.keys)] : []; // [Q, K]
      // SwAV §3.1: codes by 3 rounds of Sinkhorn, over the queue too where the batch is small; those of the batch are kept
      const all = sinkhorn(cat([scores[crop]!, ...past].map(detach)), {
        epsilon: options.epsilon,
        iterations: options.sinkhornIterations,
      }); // [B + Q, K]
      return narrow(all, 0, 0, ids.length); // [B, K]
    });

    // SwAV Eq. (6): L = Σᵢ Σ_v≠ᵢ ℓ(z_v, qᵢ) over the two large crops i and all crops v
    const loss = swappedPrediction(codes, scores, options); // []
    const isFrozen = progress.epoch < options.frozenEpochs;
    const after = () => {
      if (!isFrozen) prototypes.toUnitLength();
      firstQueue?.enqueue(large[0]!, ids);
      secondQueue?.enqueue(large[1]!, ids);
    };
    return {
      loss,
      metrics: { swappedTop1: swappedTop1(codes, scores) },
      // SwAV's code: prototypes that move at the start keep the loss from falling.
      ...(isFrozen && { beforeUpdate: () => clearGradients([prototypes.weight]) }),
      after: { needs: large, run: after },
    };
  },

  features: ({ encoder }, images: Tensor) => encoder.features(images),
});
