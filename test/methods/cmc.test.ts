// Oracle: both directions of the contrast in a slow loop over the other view's bank, central differences in float64.
import { describe, expect, test } from "vitest";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { cmc } from "../../src/methods/cmc.ts";
import { backward, cat, gradientOf, narrow, normal, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = { bankLoss: "infonce" as const, bankNegatives: 6, bankMomentum: 0.5, temperature: 0.3 };
const ids = Int32Array.from([8, 5, 6]);
const given = {
  ids,
  options,
  progress: { step: 5, steps: 10, epoch: 1, epochs: 2 },
  random: randomKey(1),
};
const views = {
  lightness: { images: normal(randomKey(13), [3, 1, 2, 2]) },
  color: { images: normal(randomKey(14), [3, 2, 2, 2]) },
};

function modules() {
  return {
    lightnessEncoder: stubEncoder(1, 4),
    colorEncoder: stubEncoder(1, 8),
    lightnessBank: new BankContrast(9, 4, randomKey(3)),
    colorBank: new BankContrast(9, 4, randomKey(4)),
  };
}

// CMC §3.2: L = L(V₁, V₂) + L(V₂, V₁)
test.each([0, 1])("in epoch %d each view finds the other's vector among others", (epoch) => {
  const built = modules();
  const { loss } = cmc.step({ ...given, progress: { ...given.progress, epoch }, views, modules: built });
  const lightness = slowEmbeddings(built.lightnessEncoder.weight, views.lightness.images);
  const color = slowEmbeddings(built.colorEncoder.weight, views.color.images);
  const direction = (queries: number[][], partners: number[][], { bank }: BankContrast, name: string) => {
    const drawn = bank.draw(6, given.random.fold(name)).ids.toNumbers();
    const rows = rowsOf(bank.rows);
    const losses = queries.map((query, row) => {
      const exponential = (vector: number[]) => Math.exp(dot(query, vector) / 0.3);
      // In the first epoch the bank is still random: the other view's embeddings of the batch stand in.
      const isFirst = epoch === 0;
      const own = exponential(isFirst ? partners[row]! : rows[ids[row]!]!);
      const batch = partners.filter((_, other) => other !== row);
      const all = isFirst ? batch : drawn.filter((id) => id !== ids[row]).map((id) => rows[id]!);
      return -Math.log(own / (own + all.reduce((sum, vector) => sum + exponential(vector), 0)));
    });
    return losses.reduce((sum, one) => sum + one, 0) / 3;
  };
  const expected =
    direction(lightness, color, built.colorBank, "colors") +
    direction(color, lightness, built.lightnessBank, "lightnesses");
  expectClose(loss, expected, { rtol: 1e-5 });
});

test("each bank takes its own view's embeddings, when what was put off is run", () => {
  const built = modules();
  const before = rowsOf(built.colorBank.bank.rows);
  const { after } = cmc.step({ ...given, progress: { ...given.progress, epoch: 0 }, views, modules: built });
  expect(rowsOf(built.colorBank.bank.rows)).toEqual(before);
  after!.run();
  const [lightness, color] = [rowsOf(built.lightnessBank.bank.of(ids)), rowsOf(built.colorBank.bank.of(ids))];
  expectClose(lightness, slowEmbeddings(built.lightnessEncoder.weight, views.lightness.images), { atol: 1e-6 });
  expectClose(color, slowEmbeddings(built.colorEncoder.weight, views.color.images), { atol: 1e-6 });
  expect(rowsOf(built.colorBank.bank.of([0, 1, 2, 3, 4, 7]))).toEqual([0, 1, 2, 3, 4, 7].map((id) => before[id]));
});

test("both encoders get a gradient, equal to its central differences; the banks get none", () => {
  const built = modules();
  for (const module of Object.values(built)) inDoubles(module);
  const inDouble = { lightness: { images: doubles(1, [3, 1, 2, 2]) }, color: { images: doubles(2, [3, 2, 2, 2]) } };
  const step = () => cmc.step({ ...given, views: inDouble, modules: built }).loss;
  checkGradients([built.lightnessEncoder.weight, built.colorEncoder.weight], step);
  backward(step());
  expect(gradientOf(built.colorEncoder.weight)).toBeDefined();
  expect(built.colorBank.bank.rows.requiresGrad).toBe(false);
});

describe("what it builds", () => {
  const built = () =>
    cmc.build({
      options: { ...options, bankLoss: "nce" },
      encoder: toyEncoder,
      data: { length: 24, classes: undefined },
      random: randomKey(1),
    });

  test("is two encoders of the same size, for one and for two channels, and a bank of all images for each", () => {
    const { lightnessEncoder, colorEncoder, lightnessBank, colorBank } = built();
    expect(lightnessEncoder.backbone.conv1.weight.shape).toEqual([2, 1, 3, 3]);
    expect(colorEncoder.backbone.conv1.weight.shape).toEqual([2, 2, 3, 3]);
    expect([lightnessBank.bank.rows.shape, colorBank.bank.rows.shape]).toEqual([
      [24, 8],
      [24, 8],
    ]);
  });

  test("makes features of both channels' features side by side", () => {
    const modules = built();
    for (const module of Object.values(modules)) module.eval();
    const images = normal(randomKey(5), [2, 3, 8, 8]);
    const parts = [
      modules.lightnessEncoder.features(narrow(images, 1, 0, 1)),
      modules.colorEncoder.features(narrow(images, 1, 1, 2)),
    ];
    expect(cmc.features(modules, images).toNumbers()).toEqual(cat(parts, 1).toNumbers());
    expect(cmc.features(modules, images).shape).toEqual([2, 32]);
    expect(cmc.evaluationView!.derive!.name).toBe("lab");
  });
});

test("the two views are channels of one and the same crop", () => {
  const { lightness, color } = cmc.views({ recipe: "crop", options });
  expect(lightness).toMatchObject({ recipe: "crop" });
  expect(color).toMatchObject({ from: "lightness" });
});
