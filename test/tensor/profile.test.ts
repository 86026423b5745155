// Oracle: the calls made in the test, and the order in which they begin and end.
import { expect, test } from "vitest";
import { parameter } from "../../src/nn/module.ts";
import { backward, exp, phase, scope, startProfile, stopProfile, sumAll, tensor } from "../../src/tensor/index.ts";

const named = (spans: ReturnType<typeof stopProfile>, name: string) => spans.find((span) => span.name === name)!;

test("operators lie within the phases that called them, nodes of backward within backward", () => {
  const x = parameter(tensor([1, 2]));
  startProfile();
  phase("outer", () => {
    const sum = scope(() => sumAll(exp(x)), "inner");
    backward(sum);
  });
  const spans = stopProfile();

  const [outer, inner, down] = ["outer", "inner", "backward"].map((name) => named(spans, name));
  expect([outer, inner, down].map((span) => span!.kind)).toEqual(["phase", "phase", "phase"]);
  const isWithin = (name: string, phase: typeof outer) => {
    const { start, end } = named(spans, name);
    return start >= phase!.start && start <= end && end <= phase!.end;
  };
  expect(isWithin("inner", outer)).toBe(true);
  expect(isWithin("aten::exp", inner)).toBe(true);
  expect(isWithin("aten::exp", down)).toBe(false);
  const node = spans.find(({ name }) => name.startsWith("ExpBackward"))!;
  expect(node.kind).toBe("backward");
  expect(isWithin(node.name, down)).toBe(true);
  expect(spans.map(({ start }) => start)).toEqual(spans.map(({ start }) => start).sort((a, b) => a - b));
});

test("nothing is recorded before and after, and phases then only run their body", () => {
  expect(phase("none", () => 7)).toBe(7);
  startProfile();
  exp(tensor([1])).dispose();
  const first = stopProfile();
  exp(tensor([1])).dispose();
  startProfile();
  expect(stopProfile()).toEqual([]);
  expect(first.filter(({ name }) => name === "aten::exp")).toHaveLength(1);
});

test("an error ends its phase, and a profile that an error left open gives way to the next", () => {
  startProfile();
  expect(() =>
    phase("failing", () => {
      throw new Error("on purpose");
    }),
  ).toThrow("on purpose");
  exp(tensor([1])).dispose();
  const spans = stopProfile();
  expect(named(spans, "failing").end).toBeLessThanOrEqual(named(spans, "aten::exp").start);

  startProfile();
  exp(tensor([1])).dispose();
  startProfile();
  expect(stopProfile()).toEqual([]);
  expect(() => stopProfile()).toThrow("no profile is being taken");
});
