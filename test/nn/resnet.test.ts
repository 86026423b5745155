// Oracle: torchvision's published parameter counts, its naming scheme written out, and sizes worked out layer by layer.
import { describe, expect, test } from "vitest";
import type { Layer } from "../../src/nn/module.ts";
import { type Architecture, ResNet, type ResNetOptions } from "../../src/nn/resnet.ts";
import {
  memoryUse,
  normal,
  randomKey,
  relu,
  requireGradient,
  scope,
  type Tensor,
  withoutGradient,
  zero_,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const published = { width: 64, stem: "imagenet", bnSplits: 1 } as const;
const build = (options: Partial<ResNetOptions>) =>
  new ResNet({ arch: "resnet10", width: 2, stem: "cifar", bnSplits: 1, ...options }, randomKey(1));

/** Names and shapes as torchvision's state_dict has them, without `fc`. */
function torchvisionState(blocks: readonly number[], isBottleneck: boolean): Map<string, string> {
  const state = new Map<string, string>();
  const conv = (name: string, outputs: number, inputs: number, kernel: number) =>
    state.set(`${name}.weight`, `${outputs},${inputs},${kernel},${kernel}`);
  const norm = (name: string, channels: number) => {
    for (const part of ["weight", "bias", "running_mean", "running_var"]) state.set(`${name}.${part}`, `${channels}`);
    state.set(`${name}.num_batches_tracked`, "");
  };
  conv("conv1", 64, 3, 7);
  norm("bn1", 64);
  let inputs = 64;
  for (const [stage, count] of blocks.entries()) {
    const channels = 64 * 2 ** stage;
    const outputs = isBottleneck ? 4 * channels : channels;
    for (let block = 0; block < count; block++) {
      const name = `layer${stage + 1}.${block}`;
      const kernels = isBottleneck ? [1, 3, 1] : [3, 3];
      for (const [index, kernel] of kernels.entries()) {
        const isLast = index === kernels.length - 1;
        conv(`${name}.conv${index + 1}`, isLast ? outputs : channels, index === 0 ? inputs : channels, kernel);
        norm(`${name}.bn${index + 1}`, isLast ? outputs : channels);
      }
      if (block === 0 && (stage > 0 || isBottleneck)) {
        conv(`${name}.downsample.0`, outputs, inputs, 1);
        norm(`${name}.downsample.1`, outputs);
      }
      inputs = outputs;
    }
  }
  return state;
}

describe.each([
  // Parameters with fc (11,689,512; 21,797,672; 25,557,032) less those of fc (512 or 2048 × 1000 + 1000).
  ["resnet18", [2, 2, 2, 2], false, 11_176_512, 120, 512],
  ["resnet34", [3, 4, 6, 3], false, 21_284_672, 216, 512],
  ["resnet50", [3, 4, 6, 3], true, 23_508_032, 318, 2048],
] as const)("%s as published", (arch: Architecture, blocks, isBottleneck, count, entries, features) => {
  test("has torchvision's names, shapes and counts", () => {
    const net = build({ arch, ...published });
    const state = new Map([...net.state()].map(([name, { shape }]) => [name, shape.join()]));
    const byName = (map: Map<string, string>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(byName(state)).toEqual(byName(torchvisionState(blocks, isBottleneck)));
    expect(state.size).toBe(entries);
    expect([...net.parameters().values()].reduce((sum, { size }) => sum + size, 0)).toBe(count);
    expect(net.featureSize).toBe(features);
    for (const value of net.state().values()) value.dispose();
  });
});

describe("sizes through a forward", () => {
  function shapesOf(options: Partial<ResNetOptions>, side: number): string[] {
    const net = build(options);
    const seen: string[] = [];
    for (const name of ["conv1", "layer1", "layer2", "layer3", "layer4"] as const) {
      const layer: Layer = net[name];
      const forward = layer.forward.bind(layer);
      layer.forward = (x: Tensor) => {
        const result = forward(x);
        seen.push(`${result.shape}`);
        return result;
      };
    }
    seen.push(`${net.forward(normal(randomKey(2), [2, 3, side, side])).shape}`);
    return seen;
  }

  test("the CIFAR stem keeps the side, stages 2 to 4 halve it and double the channels", () => {
    const shapes = ["2,3,16,16", "2,3,16,16", "2,6,8,8", "2,12,4,4", "2,24,2,2", "2,24"];
    expect(shapesOf({ arch: "resnet18", width: 3 }, 16)).toEqual(shapes);
  });

  test("the ImageNet stem quarters it first, by a stride and by pooling", () => {
    const shapes = ["2,3,32,32", "2,3,16,16", "2,6,8,8", "2,12,4,4", "2,24,2,2", "2,24"];
    expect(shapesOf({ stem: "imagenet", width: 3 }, 64)).toEqual(shapes);
  });

  test("bottlenecks have four times the channels", () => {
    const shapes = ["2,2,16,16", "2,8,16,16", "2,16,8,8", "2,32,4,4", "2,64,2,2", "2,64"];
    expect(shapesOf({ arch: "resnet50", width: 2 }, 16)).toEqual(shapes);
  });
});

describe("a block", () => {
  const parameterOf = (net: ResNet, name: string) => net.parameters().get(name)!;

  test("whose last norm is zero passes its input on", () => {
    const net = build({ arch: "resnet18", width: 4 });
    withoutGradient(() => zero_(parameterOf(net, "layer1.0.bn2.weight")));
    const x = normal(randomKey(2), [4, 4, 6, 6]);
    const block = net.layer1.children()[0]![1] as Layer;
    expectClose(block.forward(x).toNumbers(), relu(x).toNumbers(), { atol: 1e-6 });
  });

  test("of ResNet-50 has its stride on the 3×3, as torchvision's", () => {
    const block = build({ arch: "resnet50" }).layer2.children()[0]![1] as unknown as Record<string, { stride: number }>;
    expect([block.conv1, block.conv2, block.conv3].map((conv) => conv!.stride)).toEqual([1, 2, 1]);
  });

  test.each([
    ["basic, same size", "resnet18", "layer1", 4, 1],
    ["basic, halving, batch norm in slices", "resnet18", "layer2", 4, 2],
    ["bottleneck, halving", "resnet50", "layer2", 16, 1],
  ] as const)("(%s) has the gradient of its central differences", (_, arch, stage, channels, bnSplits) => {
    const net = inDoubles(build({ arch, width: 4, bnSplits }));
    const block = net[stage].children()[0]![1] as Layer;
    const x = requireGradient(doubles(2, [4, channels, 4, 4]));
    checkGradients([x, ...block.parameters().values()], () => weighted(block.forward(x)), 1e-5);
  });
});

test("the whole network has the gradient of its central differences", () => {
  const net = inDoubles(build({ stem: "imagenet", bnSplits: 2 }));
  const x = requireGradient(doubles(3, [8, 3, 64, 64]));
  checkGradients([x, ...net.parameters().values()], () => weighted(net.forward(x)), 1e-4);
});

test("slices reach every batch norm; every weight is drawn apart", () => {
  const net = build({ arch: "resnet50", bnSplits: 4 });
  const names: number[] = [];
  const visit = (module: object): void => {
    if ("splits" in module) names.push(module.splits as number);
    for (const [, child] of (module as Layer).children()) visit(child);
  };
  visit(net);
  expect(names).toEqual(Array(53).fill(4));
  const firsts = [...net.parameters()]
    .filter(([, { shape }]) => shape.length === 4)
    .map(([, weight]) => weight.toNumbers()[0]);
  expect(new Set(firsts).size).toBe(53);
});

test("a forward leaves no tensors behind", () => {
  const net = build({});
  const x = normal(randomKey(2), [4, 3, 8, 8]);
  const before = memoryUse().tensors;
  scope(() => withoutGradient(() => net.forward(x).toNumbers()));
  expect(memoryUse().tensors).toBe(before);
});

test("one channel of input, or two, where a method gives it other than colours", () => {
  for (const channels of [1, 2]) {
    const net = new ResNet({ arch: "resnet10", width: 2, stem: "cifar", bnSplits: 1, channels }, randomKey(1));
    expect(net.conv1.weight.shape).toEqual([2, channels, 3, 3]);
    expect(net.forward(normal(randomKey(2), [2, channels, 8, 8])).shape).toEqual([2, 16]);
  }
});
