// Oracle: a slow double loop over all views, hits counted by hand, central differences in float64.
import { expect, test } from "vitest";
import { simclr } from "../../src/methods/simclr.ts";
import { backward, gradientOf, narrow, normal, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = { temperature: 0.3, bnSplits: 1 };
const given = { ids: Int32Array.from([8, 5, 6]), options, progress: { step: 0, steps: 10, epoch: 0, epochs: 1 } };
const views = {
  first: { images: normal(randomKey(13), [3, 3, 2, 2]) },
  second: { images: normal(randomKey(14), [3, 3, 2, 2]) },
};

// SimCLR Eq. (1): −log( exp(zᵢ·zⱼ/τ) / Σₖ≠ᵢ exp(zᵢ·zₖ/τ) ), over both directions of all pairs
test("a step has the loss of every view against its partner among all others, and counts the hits", () => {
  const encoder = stubEncoder();
  const embeddings = [views.first, views.second].flatMap(({ images }) => slowEmbeddings(encoder.weight, images));
  const similar = (i: number, j: number) => Math.exp(dot(embeddings[i]!, embeddings[j]!) / 0.3);
  const others = (i: number) => [0, 1, 2, 3, 4, 5].filter((j) => j !== i);
  const losses = embeddings.map(
    (_, i) => -Math.log(similar(i, (i + 3) % 6) / others(i).reduce((sum, j) => sum + similar(i, j), 0)),
  );
  const hits = embeddings.filter((_, i) =>
    others(i).every((j) => j === (i + 3) % 6 || similar(i, (i + 3) % 6) > similar(i, j)),
  );
  const result = simclr.step({ ...given, views, modules: { encoder }, random: randomKey(1) });
  expectClose(result.loss, losses.reduce((sum, loss) => sum + loss, 0) / 6, { rtol: 1e-5 });
  expectClose(result.metrics.proxyTop1 as never, hits.length / 6, { atol: 1e-6 });
});

test("equal embeddings are no hits, and their loss is that of guessing", () => {
  const same = { images: narrow(views.first.images, 0, 0, 1) };
  const all = { first: same, second: same };
  const { loss, metrics } = simclr.step({
    ...given,
    views: all,
    modules: { encoder: stubEncoder() },
    random: randomKey(1),
  });
  expectClose(loss, 0, { atol: 1e-6 });
  expectClose(metrics.proxyTop1 as never, 1, {});
  const collapsed = { first: { images: views.first.images }, second: { images: views.first.images } };
  const zero = stubEncoder(0);
  const result = simclr.step({ ...given, views: collapsed, modules: { encoder: zero }, random: randomKey(1) });
  expectClose(result.loss, Math.log(5), { rtol: 1e-5 });
  expectClose(result.metrics.proxyTop1 as never, 0, {});
});

test("both views pass on a gradient, equal to its central differences", () => {
  const encoder = inDoubles(stubEncoder());
  const inDouble = { first: { images: doubles(1, [3, 3, 2, 2]) }, second: { images: doubles(2, [3, 3, 2, 2]) } };
  const loss = () => simclr.step({ ...given, views: inDouble, modules: { encoder }, random: randomKey(1) }).loss;
  checkGradients([encoder.weight], loss);
  backward(loss());
  expect(gradientOf(encoder.weight)).toBeDefined();
});

test("the two views follow the run's recipe and its partner", () => {
  expect(simclr.views({ recipe: "byol-small", options })).toEqual({
    first: { recipe: "byol-small" },
    second: { recipe: "byol-small-second" },
  });
});
