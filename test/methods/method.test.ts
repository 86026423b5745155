// Oracle: what the options ask of the encoder, counted by hand.
import { expect, test } from "vitest";
import { createEncoder, defineMethod } from "../../src/methods/method.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { toyEncoder } from "../train/toy-job.ts";

test("the encoder has the backbone, the slices and the head that the options describe", () => {
  const options = { ...toyEncoder, width: 3, headHidden: 10, headBatchNorm: true, embeddingSize: 7 };
  const encoder = createEncoder(options, 4, randomKey(1));
  const shapes = Object.fromEntries([...encoder.parameters()].map(([name, { shape }]) => [name, shape]));
  expect(shapes["backbone.conv1.weight"]).toEqual([3, 3, 3, 3]);
  expect(shapes["projectionHead.hidden.weight"]).toEqual([10, 24]);
  expect(shapes["projectionHead.hidden.bias"]).toBeUndefined();
  expect(shapes["projectionHead.norm.weight"]).toEqual([10]);
  expect(shapes["projectionHead.output.weight"]).toEqual([7, 10]);
  expect(encoder.backbone.bn1.splits).toBe(4);
});

test("a head of hidden size 0 is as wide as the features; of one layer it is linear", () => {
  const shapes = (changed: Partial<typeof toyEncoder>) =>
    [...createEncoder({ ...toyEncoder, ...changed }, 1, randomKey(1)).projectionHead.parameters()].map(
      ([name, { shape }]) => `${name} ${shape}`,
    );
  expect(shapes({})).toEqual(["hidden.weight 16,16", "hidden.bias 16", "output.weight 8,16", "output.bias 8"]);
  expect(shapes({ headLayers: 1 })).toEqual(["output.weight 8,16", "output.bias 8"]);
});

test("defineMethod returns the method itself", () => {
  const method = { name: "toy" } as never;
  expect(defineMethod(method)).toBe(method);
});
