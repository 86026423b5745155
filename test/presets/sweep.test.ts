// Oracle: cells and refusals written out by hand.
import { expect, test } from "vitest";
import { defineSweep } from "../../src/config.ts";
import { UsageError } from "../../src/errors.ts";
import { expandSweep, type SweepConfig } from "../../src/presets/sweep.ts";

test("cells lie over the base, and may have seeds of their own", () => {
  const sweep = defineSweep({
    seeds: [0],
    base: { preset: "cifar10", lr: 0.1 },
    cells: { baseline: { method: "moco-v2", seeds: [1, 2] }, fast: { lr: 0.2 } },
  });
  expect(expandSweep(sweep, "sweep.ts")).toEqual([
    { name: "baseline", values: { preset: "cifar10", lr: 0.1, method: "moco-v2" }, seeds: [1, 2] },
    { name: "fast", values: { preset: "cifar10", lr: 0.2 }, seeds: [0] },
  ]);
});

test("a grid is every combination of its values, for every cell", () => {
  const grid = { hardest: [64, 128], recipe: ["crop+color", "simclr"] };
  expect(expandSweep({ seeds: [3], grid }, "s").map(({ name, values }) => [name, values])).toEqual([
    ["hardest-64_recipe-crop+color", { hardest: 64, recipe: "crop+color" }],
    ["hardest-64_recipe-simclr", { hardest: 64, recipe: "simclr" }],
    ["hardest-128_recipe-crop+color", { hardest: 128, recipe: "crop+color" }],
    ["hardest-128_recipe-simclr", { hardest: 128, recipe: "simclr" }],
  ]);
  const both = expandSweep(
    { seeds: [3], cells: { a: {}, b: { lr: 1 } }, grid: { resolutions: [[{ size: 8, until: 1 }]] } },
    "s",
  );
  expect(both.map(({ name }) => name)).toEqual(["a_resolutions-size-8-until-1", "b_resolutions-size-8-until-1"]);
  expect(expandSweep({ seeds: [3], base: { lr: 1 } }, "s")).toEqual([{ name: "all", values: { lr: 1 }, seeds: [3] }]);
});

test("everything wrong is told at once", () => {
  const wrong = { seeds: [], cell: {}, cells: { "a b": {}, c: { seeds: [0.5] } }, grid: { lr: 0.1 } };
  try {
    expandSweep(wrong as unknown as SweepConfig, "sweep.ts");
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).problems.map(({ message, where }) => [message, where])).toEqual(
      [
        'unknown key "cell"; did you mean "cells"?',
        "seeds is no list of whole numbers of at least 0",
        "cells.c.seeds is no list of whole numbers of at least 0",
        'cell "a b" cannot name a folder',
        "grid.lr is no list of values",
      ].map((message) => [message, "sweep.ts"]),
    );
  }
});

test("an option that does not exist, or has another type, does not compile", () => {
  // @ts-expect-error no such option
  defineSweep({ seeds: [0], base: { lrr: 1 } });
  // @ts-expect-error a list of numbers
  defineSweep({ seeds: [0], grid: { lr: ["fast"] } });
  expect(defineSweep({ seeds: [0] })).toEqual({ seeds: [0] });
});
