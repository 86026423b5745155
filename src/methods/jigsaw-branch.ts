// The jigsaw branch of PIRL and InfoMin-Aug: nine patches of a crop, each embedded by itself, in any order.
// Misra & van der Maaten, CVPR 2020, arXiv 1912.01991 ("PIRL"), §3.2.
// Shapes: B batch, P patches, D features, d embedding.
import { type CropDeclaration, jigsaw, type Step } from "../augment/index.ts";
import { recipeNamed } from "../augment/recipes.ts";
import { normalize } from "../functional/index.ts";
import type { Encoder } from "../nn/encoder.ts";
import { Linear } from "../nn/linear.ts";
import { ProjectionHead } from "../nn/mlp-head.ts";
import { Layer } from "../nn/module.ts";
import { cat, type Key, split, type Tensor } from "../tensor/index.ts";
import type { EncoderOptions } from "./method.ts";

const grid = 3;

/** Crop and flip are the whole image's; what changes colours and blurs is drawn for every patch by itself. */
export function withPatchColors(recipe: string): Required<Pick<CropDeclaration, "recipe" | "steps">> {
  const whole = recipeNamed(recipe);
  const isOfWhole = ({ name }: Step) => ["random-resized-crop", "center-crop", "horizontal-flip"].includes(name);
  return {
    recipe: { ...whole, name: `${whole.name}-patches`, steps: whole.steps.filter(isOfWhole) },
    steps: whole.steps.filter((step) => !isOfWhole(step)),
  };
}

/** Nine shuffled patches: 64 px out of each third of a crop of 255 px, where images have 224 px. */
export function jigsawView(recipe: string): CropDeclaration {
  return {
    ...withPatchColors(recipe),
    size: { share: 255 / 224 },
    cropScale: [0.6, 1],
    derive: jigsaw({ grid, patch: 64 / 85 }),
  };
}

/** Embeds every patch, then all nine side by side in the order in which they come. */
export class JigsawHead extends Layer {
  readonly patch: ProjectionHead;
  readonly joint: Linear;

  constructor(featureSize: number, options: EncoderOptions, key: Key) {
    super();
    const { embeddingSize: outputs, headLayers: layers, headHidden, headBatchNorm: hasBatchNorm } = options;
    const head = { outputs, layers, hidden: headHidden || featureSize, hasBatchNorm };
    this.patch = new ProjectionHead(featureSize, head, key.fold("patch"));
    this.joint = new Linear(grid * grid * outputs, outputs, key.fold("joint"));
  }

  /** Features of patches `[P · B, D]`, patch after patch → embedding `[B, d]`. */
  forward(features: Tensor): Tensor {
    const patches = split(this.patch.forward(features), features.length(0) / grid ** 2); // P × [B, d]
    return this.joint.forward(cat(patches, 1)); // [B, d]
  }
}

/** g of PIRL: patches `[P · B, 3, s, s]` → unit rows `[B, d]`. */
export function embedJigsaw(encoder: Encoder, head: JigsawHead, patches: Tensor): Tensor {
  // PIRL §3.2: v_It from the patches' own features, g(v_It) from all of them put side by side in random order
  return normalize(head.forward(encoder.features(patches)));
}
