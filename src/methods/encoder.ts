// The encoder of a run: what the options say of it, and what a method may add.
import { Encoder } from "../nn/encoder.ts";
import type { OutputNorm } from "../nn/mlp-head.ts";
import type { Architecture, Stem } from "../nn/resnet.ts";
import type { Key } from "../tensor/index.ts";

/** The encoder every method starts from. */
export interface EncoderOptions {
  arch: Architecture;
  width: number;
  stem: Stem;
  embeddingSize: number;
  headLayers: number;
  /** Hidden size of the head; 0: the feature size. */
  headHidden: number;
  headBatchNorm: boolean;
  /** Colour channels of the input; 3 unless a method gives another number. */
  channels?: number;
  /** Batch norm behind the head's last layer, with or without a scale and shift of its own; none unless a method asks. */
  headOutputNorm?: OutputNorm;
}

/** The encoder that the options describe, freshly initialised. */
export function createEncoder(options: EncoderOptions, bnSplits: number, random: Key): Encoder {
  const { embeddingSize: outputs, headLayers: layers, headHidden: hidden, headBatchNorm: hasBatchNorm } = options;
  const { channels, headOutputNorm: outputNorm } = options;
  return new Encoder({ ...options, bnSplits, channels }, { outputs, layers, hidden, hasBatchNorm, outputNorm }, random);
}
