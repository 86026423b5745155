// Oracle: names written out, handles of memory compared, outputs before and after a change of one side.
import { describe, expect, test } from "vitest";
import { BatchNorm } from "../../src/nn/batch-norm.ts";
import { Linear } from "../../src/nn/linear.ts";
import { buffer, inTurn, Layer, Module, momentumOf, parameter, Sequential } from "../../src/nn/module.ts";
import {
  add,
  add_,
  Buffer,
  backward,
  gradientOf,
  memoryUse,
  normal,
  Parameter,
  randomKey,
  scope,
  sumAll,
  type Tensor,
  tensor,
  withoutGradient,
} from "../../src/tensor/index.ts";

class Branches extends Layer {
  readonly first = new Linear(3, 3, randomKey(1));
  readonly rest = [new Linear(3, 2, randomKey(2), { hasBias: false }), new BatchNorm(2)];
  readonly offset = parameter(tensor([1, 2]));
  readonly count = buffer(tensor([0]));
  readonly label = "not a module";

  forward(x: Tensor): Tensor {
    return this.rest[1]!.forward(this.rest[0]!.forward(this.first.forward(x)));
  }
}

const bnState = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];

describe("a module", () => {
  test("names its parameters and buffers by the properties they are found under", () => {
    const module = new Branches();
    const parameters = ["offset", "first.weight", "first.bias", "rest.0.weight", "rest.1.weight", "rest.1.bias"];
    expect([...module.parameters().keys()]).toEqual(parameters);
    const state = ["offset", "count", "first.weight", "first.bias", "rest.0.weight"];
    expect([...module.state().keys()]).toEqual([...state, ...bnState.map((name) => `rest.1.${name}`)]);
  });

  test("of modules in turn numbers them, and applies them in turn", () => {
    const [one, two] = [new Linear(3, 4, randomKey(1)), new Linear(4, 2, randomKey(2))];
    const both = new Sequential([one, two]);
    expect([...both.parameters().keys()]).toEqual(["0.weight", "0.bias", "1.weight", "1.bias"]);
    const x = normal(randomKey(3), [2, 3]);
    expect(both.forward(x).toNumbers()).toEqual(two.forward(one.forward(x)).toNumbers());
  });

  test("of parts in turn holds no more than the next part reads, and gives back what it was given untouched", () => {
    const x = tensor([1, 2]);
    const before = memoryUse().tensors;
    const alive: number[] = [];
    const plusTwo = (value: Tensor) => {
      alive.push(memoryUse().tensors - before);
      return add(add(value, 1), 1); // the inner sum is freed as well
    };
    const same = (value: Tensor) => value;
    const sum = inTurn([plusTwo, same, plusTwo, plusTwo], x);
    expect(alive).toEqual([0, 1, 1]);
    expect(memoryUse().tensors - before).toBe(1);
    expect([sum.toNumbers(), x.toNumbers()]).toEqual([
      [7, 8],
      [1, 2],
    ]);
    expect(inTurn([same], x)).toBe(x);
  });

  test("switches all below between training and evaluation", () => {
    const module = new Branches();
    expect(module.eval()).toBe(module);
    expect([module.isTraining, module.first.isTraining, module.rest[1]!.isTraining]).toEqual([false, false, false]);
    module.train();
    expect([module.isTraining, module.rest[1]!.isTraining]).toEqual([true, true]);
  });
});

test("parameters train, buffers do not, and both outlive the scope they were made in", () => {
  const [trained, kept] = scope(() => [parameter(tensor([1, 2])), buffer(tensor([3]))] as const);
  scope(() => sumAll(trained));
  expect(trained).toBeInstanceOf(Parameter);
  expect(kept).toBeInstanceOf(Buffer);
  expect([trained.requiresGrad, kept.requiresGrad]).toEqual([true, false]);
  expect([...trained.toNumbers(), ...kept.toNumbers()]).toEqual([1, 2, 3]);
  const inner = new Map<string, Tensor>();
  scope(() => {
    inner.set("weight", parameter(tensor([5])));
  });
  expect(inner.get("weight")!.toNumbers()).toEqual([5]);
});

describe("a momentum copy", () => {
  const x = normal(randomKey(4), [6, 3]);
  const copied = () => {
    const module = new Branches();
    return { module, copy: momentumOf(module, 0.99) };
  };

  test("is of the same class, with the same names and the same outputs", () => {
    const { module, copy } = copied();
    expect(copy).toBeInstanceOf(Branches);
    expect([...copy.state().keys()]).toEqual([...module.state().keys()]);
    expect(copy.forward(x).toNumbers()).toEqual(module.forward(x).toNumbers());
    expect(copy.label).toBe("not a module");
    expect(copy.follows).toEqual({ module, momentum: 0.99 });
    expect(module.follows).toBeUndefined();
  });

  test("has memory of its own: neither side sees the other change", () => {
    const { module, copy } = copied();
    const before = copy.forward(x).toNumbers();
    withoutGradient(() => {
      for (const value of module.state().values()) add_(value, 1);
    });
    for (const [name, value] of copy.state()) expect(value.handle).not.toBe(module.state().get(name)!.handle);
    expect(copy.forward(x).toNumbers()).toEqual(before);
    expect(copy.offset.toNumbers()).toEqual([1, 2]);
    expect(module.offset.toNumbers()).toEqual([2, 3]);
  });

  test("keeps running statistics of its own: only parameters follow", () => {
    const { module, copy } = copied();
    const statistics = (of: Branches) => of.state().get("rest.1.running_mean")!.toNumbers();
    const start = statistics(copy);
    module.forward(x);
    expect(statistics(copy)).toEqual(start);
    expect(statistics(module)).not.toEqual(start);
    expect([...copy.parameters().keys()].filter((name) => name.includes("running"))).toEqual([]);
  });

  test("gets no gradient, while its model does", () => {
    const { module, copy } = copied();
    backward(sumAll(module.first.forward(copy.first.forward(x))));
    expect(gradientOf(module.first.weight)).toBeDefined();
    expect([...copy.parameters().values()].map((value) => value.requiresGrad)).toEqual(Array(6).fill(false));
    expect(gradientOf(copy.first.weight)).toBeUndefined();
  });

  test("does not list its model among its children", () => {
    expect(
      copied()
        .copy.children()
        .map(([name]) => name),
    ).toEqual(["first", "rest.0", "rest.1"]);
  });

  test("takes one tensor per parameter and buffer, and no more, when made in a scope", () => {
    const module = new Branches();
    const before = memoryUse().tensors;
    scope(() => void momentumOf(module, 0.9));
    expect(memoryUse().tensors - before).toBe(module.state().size);
  });
});

test("a plain module has no state", () => {
  class Empty extends Module {}
  expect(new Empty().state().size).toBe(0);
});
