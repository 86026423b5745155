// Benchmark: loss and gradient of MoCHi, or of plain InfoNCE, for embeddings that are there already.
import { infoNce, negativeLogits, normalize, rowDot } from "../../../functional/index.ts";
import {
  backward,
  clearGradients,
  keep,
  normal,
  type Parameter,
  randomKey,
  requireGradient,
  scope,
} from "../../../tensor/index.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";

export interface LossSettings {
  batch: number;
  embeddingSize: number;
  queueSize: number;
  hardest: number;
  synthetic: number;
  syntheticWithQuery: number;
}

/** Settings of one loss; no synthetic negatives is plain InfoNCE. */
export function lossSettings(queueSize: number, [hardest, synthetic, syntheticWithQuery]: readonly number[]) {
  return { batch: 256, embeddingSize: 128, queueSize, hardest, synthetic, syntheticWithQuery } as LossSettings;
}

export const plain = [0, 0, 0];
// (N, s, s′): the largest of the paper, its best one on ImageNet-1k, and the default of this package.
const mixings = { largest: [1024, 1024, 128], imagenet: [1024, 512, 256], small: [256, 256, 64] };

export function lossCase(settings: LossSettings, isQuick = false): BenchCase {
  const { queueSize, hardest, synthetic, syntheticWithQuery } = settings;
  const isMixing = synthetic + syntheticWithQuery > 0;
  return {
    name: `loss/K${queueSize}/${isMixing ? `mochi-${hardest}-${synthetic}-${syntheticWithQuery}` : "moco-v2"}`,
    settings: { ...settings },
    unit: "ms",
    amount: 1,
    cores: "all",
    peers: isMixing ? ["customary", "best"] : ["customary"],
    isQuick,
  };
}

/** Loss and gradient of `settings`, and what it is made of; tensors live as long as the process. */
export function prepareLoss({ batch, embeddingSize, queueSize, ...mixing }: LossSettings): () => number {
  const rows = (name: string, count: number) =>
    keep(normalize(normal(randomKey(2).fold(name), [count, embeddingSize])));
  const query = requireGradient(rows("query", batch)) as Parameter; // [B, d]
  const key = rows("key", batch); // [B, d]
  const queue = rows("queue", queueSize); // [K, d]
  let step = 0;
  return () => {
    const draws = { ...mixing, key: randomKey(3).fold(step++) };
    const isMixing = mixing.synthetic + mixing.syntheticWithQuery > 0;
    return timed(() =>
      scope(() => {
        clearGradients([query]);
        const negatives = negativeLogits(query, queue, isMixing ? { mixing: draws } : {}).logits; // [B, K + s + s′]
        const { loss } = infoNce(rowDot(query, key), negatives, { temperature: 0.2 });
        backward(loss);
        loss.item();
      }),
    );
  };
}

export const lossProgram: BenchProgram = {
  name: "loss",
  cases: [4096, 16_384, 65_536].flatMap((queueSize) => [
    lossCase(lossSettings(queueSize, plain), queueSize < 65_536),
    lossCase(lossSettings(queueSize, mixings.largest), queueSize < 65_536),
    ...(queueSize === 16_384 ? [mixings.imagenet, mixings.small] : []).map((mixing) =>
      lossCase(lossSettings(queueSize, mixing)),
    ),
  ]),
  prepare: async (settings) => prepareLoss(settings as unknown as LossSettings),
};
