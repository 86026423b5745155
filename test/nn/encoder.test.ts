// Oracle: backbone and head applied one after the other; what bfloat16's eight bits leave of float32.
import { expect, test } from "vitest";
import { Encoder } from "../../src/nn/encoder.ts";
import { mean, normal, randomKey, requireGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const build = (headHidden?: number) => {
  const backbone = { arch: "resnet10", width: 2, stem: "cifar", bnSplits: 2 } as const;
  return new Encoder(backbone, { layers: 2, outputs: 5, hasBatchNorm: false, hidden: headHidden }, randomKey(1));
};
const images = normal(randomKey(2), [8, 3, 8, 8]);

test("features are the backbone's, the embedding the head's of them", () => {
  const encoder = build().eval();
  expect(encoder.features(images).toNumbers()).toEqual(encoder.backbone.forward(images).toNumbers());
  const embedding = encoder.projectionHead.forward(encoder.backbone.forward(images));
  expect(encoder.forward(images).toNumbers()).toEqual(embedding.toNumbers());
  expect([encoder.features(images).shape, embedding.shape]).toEqual([
    [8, 16],
    [8, 5],
  ]);
});

test("parameters are called backbone.… and projectionHead.…; the hidden size is the features' unless given", () => {
  const names = [...build().parameters().keys()];
  expect(names[0]).toBe("backbone.conv1.weight");
  expect(names.at(-1)).toBe("projectionHead.output.bias");
  const hidden = (size?: number) => build(size).parameters().get("projectionHead.hidden.weight")!.shape;
  expect([hidden(), hidden(0), hidden(7)]).toEqual([
    [16, 16],
    [16, 16],
    [7, 16],
  ]);
});

test("in bf16 the backbone rounds to bfloat16, results arrive in float32, and the weights stay float32", () => {
  const encoder = build().eval();
  const exact = encoder.features(images);
  encoder.precision = "bf16";
  const rounded = encoder.features(images);
  expect([rounded.dtype, encoder.forward(images).dtype, encoder.backbone.conv1.weight.dtype]).toEqual(
    Array(3).fill("float32"),
  );
  expect(rounded.toNumbers()).not.toEqual(exact.toNumbers());
  expectClose(rounded, exact, { rtol: 0.05, atol: 0.02 * Math.max(...exact.toNumbers()) });
});

test("backbone and head together have the gradient of their central differences", () => {
  // encoder.forward rounds to float32 between the two, which differences of 10⁻⁶ do not survive.
  const encoder = inDoubles(build());
  const x = requireGradient(doubles(3, [8, 3, 8, 8]));
  const forward = () => weighted(encoder.projectionHead.forward(encoder.backbone.forward(x)));
  checkGradients([x, ...encoder.parameters().values()], forward, 1e-4);
});

test("features are the mean of the feature map over its places", () => {
  const encoder = build().eval();
  const big = normal(randomKey(3), [2, 3, 16, 16]);
  const map = encoder.featureMap(big);
  expect(map.shape).toEqual([2, 16, 2, 2]);
  expectClose(mean(map, [2, 3]).toNumbers(), encoder.features(big).toNumbers(), { atol: 1e-6 });
});
