// Shuffle and learn: from three frames of a clip tell whether the middle one lies in time between the other two.
// Misra et al., ECCV 2016, arXiv 1603.08561 ("Misra").
// Shapes: B items of five frames a < b < c < d < e, f the embedding of a frame.
import { ProjectionHead } from "../nn/mlp-head.ts";
import { count, inGroup } from "../options/option.ts";
import {
  abs,
  argmax,
  cat,
  crossEntropy,
  eq,
  fromTypedArray,
  type Key,
  reshape,
  split,
  sub,
  type Tensor,
  to,
  uniformRows,
  where,
  withoutGradient,
} from "../tensor/index.ts";
import { createEncoder, defineMethod, type View } from "./method.ts";
import { answersMetric, rightAnswers } from "./proxy-task.ts";

const options = inGroup("Shuffle and learn", {
  classifierHidden: count(4096, {
    flag: "--classifier-hidden",
    value: "size",
    help: "width of the layers that join the patches or frames",
  }),
});

const frames = ["a", "b", "c", "d", "e"] as const;

export interface TupleModules extends Record<string, ReturnType<typeof createEncoder> | ProjectionHead> {
  encoder: ReturnType<typeof createEncoder>;
  classifier: ProjectionHead;
}

export const shuffleAndLearn = defineMethod<typeof options, TupleModules>({
  name: "shuffle-and-learn",
  summary: "tells whether three frames of a clip are in their order in time",
  source: "Misra et al., ECCV 2016 (arXiv 1603.08561)",
  defaultPreset: "shuffle-and-learn-frames",
  options,
  needs: { frames: frames.length },
  shows: [answersMetric("the order of three frames is told right or wrong")],

  // One crop and one colour for all frames of a clip: what differs between them is time alone.
  views: ({ recipe }) =>
    Object.fromEntries(
      frames.map((name, index) => [name, { recipe, drawsOf: "clip", frame: { index, of: frames.length } }]),
    ),

  build({ options, encoder, random }) {
    // Misra §3.2: three copies of one network, whose outputs are joined and classified.
    // differs from Misra: a hidden layer behind the join, because a sum of terms of single frames cannot compare them
    const shape = { layers: 2, hidden: options.classifierHidden, outputs: 2, hasBatchNorm: true };
    return {
      encoder: createEncoder(encoder, 1, random.fold("encoder")),
      classifier: new ProjectionHead(6 * encoder.embeddingSize, shape, random.fold("classifier")),
    };
  },

  step({ views, ids, modules, random }) {
    const { logits, targets } = verify(modules, views, ids, random); // [2B, 2], [2B]
    // Misra §3.2: −log softmax(logits)_y, y = 1 in order, 0 out of order
    const loss = crossEntropy(logits, targets); // []
    return { loss, metrics: { top1: rightAnswers(logits, targets) } };
  },

  features: ({ encoder }, images) => encoder.features(images),
  evaluationView: { frame: { index: 2, of: frames.length } },

  heldOut: {
    name: "order",
    chance: 1 / 2,
    answer({ modules, views, ids, random }) {
      const { logits, targets } = verify(modules, views, ids, random);
      return eq(argmax(logits, 1), targets);
    },
  },
});

/** Logits of the tuples of a batch, `[2B, 2]`: first all in order, then all out of order; and which is which. */
function verify({ encoder, classifier }: TupleModules, views: Record<string, View>, ids: Int32Array, random: Key) {
  const [a, b, c, d, e] = frames.map((name) => views[name]!.images) as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const batch = ids.length;
  const draws = withoutGradient(() => split(uniformBits(random, ids), 1, 1)) as [Tensor, Tensor]; // [B, 1] each
  // Misra §3.1: (b, c, d) is in order; (b, a, d) and (b, e, d) are not, and the middle frame alone tells them apart.
  // differs from Misra: half of the tuples are out of order, not three of four, because chance is then one half
  const outside = where(toImages(draws[0]), a, e); // [B, 3, H, W]
  const embeddings = split(encoder.forward(cat([b, c, d, outside])), batch) as [Tensor, Tensor, Tensor, Tensor]; // [B, f] each
  const [first, middle, last, wrong] = embeddings;
  // Misra §3.1: (d, c, b) is as much in order as (b, c, d): motion may run either way.
  const [start, end] = [where(draws[1], first, last), where(draws[1], last, first)];
  const tuples = cat([join(start, middle, end), join(start, wrong, end)]); // [2B, 6f]
  const targets = fromTypedArray(
    BigInt64Array.from({ length: 2 * batch }, (_, row) => BigInt(row < batch ? 1 : 0)),
    [2 * batch],
  );
  return { logits: classifier.forward(tuples), targets };
}

// differs from Misra, who join the outputs alone: their distances too, because a few clips do not teach to compare frames
function join(start: Tensor, middle: Tensor, end: Tensor): Tensor {
  return cat([start, middle, end, abs(sub(middle, start)), abs(sub(end, middle)), abs(sub(end, start))], 1);
}

// `[B, 2]` bool, each as likely.
function uniformBits(random: Key, ids: Int32Array): Tensor {
  const bits = Uint8Array.from(uniformRows(random.fold("tuples"), ids, 2), (draw) => Number(draw < 0.5));
  return to(fromTypedArray(bits, [ids.length, 2]), "bool");
}

function toImages(rows: Tensor): Tensor {
  return reshape(rows, [-1, 1, 1, 1]);
}
