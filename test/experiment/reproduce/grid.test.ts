// Oracle: what the talk fixes (K, N ≤ K/16, temperature), that every cell resolves, and equal numbers of steps worked by hand.
import { expect, test } from "vitest";
import {
  cellValues,
  configurationCells,
  grid,
  hardest,
  kinds,
  queueSize,
} from "../../../src/experiment/reproduce/grid.ts";
import { methods } from "../../../src/methods/index.ts";
import { resolvePretrain } from "../../../src/presets/resolve.ts";

const size = { data: "cifar10", width: 16, epochs: 6.4, imageSize: 16 };
const optionsOf = (cell: (typeof grid)[number]) =>
  resolvePretrain({
    flags: {},
    configFile: { name: "test", values: { ...cellValues(cell, size) } },
    methods,
    isRun: false,
  }).config.options as Record<string, unknown>;

test("every cell is accepted, and K is 16,384 and N at most a sixteenth of it wherever there is mixing", () => {
  expect([queueSize, hardest]).toEqual([16_384, 1024]);
  for (const cell of grid) {
    const options = optionsOf(cell);
    expect(options).toMatchObject({ width: 16, imageSize: 16, resolutions: [], minutes: 0, arch: "resnet10" });
    if (options.hardest === undefined) continue;
    expect(options.queueSize).toBe(16_384);
    expect(options.hardest).toBeLessThanOrEqual(1024);
    expect((options.synthetic as number) + (options.syntheticWithQuery as number)).toBeGreaterThan(0);
    expect(options).toMatchObject({ temperature: 0.2, inBatchNegatives: false });
  }
});

test("names are unique, kinds are all used, configurations are cells", () => {
  const names = grid.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(grid.map(({ kind }) => kind))).toEqual(new Set(kinds));
  for (const name of configurationCells) expect(names).toContain(name);
});

test("a cell differs from MoCo-v2 in what it is there for, and in nothing else", () => {
  const of = (name: string) => optionsOf(grid.find((cell) => cell.name === name)!);
  const base = of("moco-v2");
  const mixing = ["hardest", "synthetic", "syntheticWithQuery", "mixingWarmup"];
  const changed = (name: string) =>
    Object.keys(of(name)).filter((key) => JSON.stringify(of(name)[key]) !== JSON.stringify(base[key]));
  expect(changed("moco-v2-t-0.07")).toEqual(["temperature"]);
  expect(changed("moco-v2-k-1024")).toEqual(["queueSize"]);
  expect(changed("moco-v2-long").sort()).toEqual(["epochs", "knnEvery", "lrWarmup"]);
  // What MoCHi has beyond mixing, SynCo and the debiased loss, is off.
  const isOn = (key: string) => of("mochi")[key] !== 0;
  expect(changed("mochi").filter(isOn).sort()).toEqual([...mixing, "method", "out"].sort());
  expect(changed("moco-v2-oracle").sort()).toEqual(["method", "out"]);
});

test("SimCLR's two batch sizes make the same number of steps", () => {
  const steps = ["simclr-b-32", "simclr-b-128"].map((name) => {
    const { epochs, batchSize } = optionsOf(grid.find((cell) => cell.name === name)!) as Record<string, number>;
    return Math.round(epochs! * (50_000 / batchSize!));
  });
  expect(steps).toEqual([2500, 2500]);
});
