// Oracle: the same views made by hand from augment() and the derivations; views of one image alone.
import { describe, expect, test } from "vitest";
import { augment } from "../../src/augment/augment.ts";
import { grayscale } from "../../src/augment/grayscale.ts";
import { jigsaw } from "../../src/augment/jigsaw.ts";
import { lab } from "../../src/augment/lab.ts";
import { cifarStatistics, normalize } from "../../src/augment/normalize.ts";
import { fourRotations, turn } from "../../src/augment/quarter-turns.ts";
import { mocoV2Small, recipeNamed } from "../../src/augment/recipes.ts";
import { type ViewDeclaration, viewsOf } from "../../src/augment/view.ts";
import { cat, memoryUse, narrow, randomKey, scope } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { idsTo, imageBytes } from "./pictures.ts";

const recipe = "moco-v2-small";
const key = randomKey(6);
const ids = [4, 1, 9];
const images = imageBytes(ids, 20, 24);
const context = { ids, key, size: 12, cropScale: [0.3, 1] as const };
const make = (declared: Record<string, ViewDeclaration>) => viewsOf(images, declared, context);
const plain = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
/** The pixels of a view in [0, 1]. */
const pixelsOf = (name: string) =>
  augment(images, { ...mocoV2Small, statistics: plain }, { ...context, key: key.fold(name) });

test("a view by a recipe alone is augment()'s, under its name", () => {
  const { query, key: other } = make({ query: { recipe }, key: { recipe } });
  expect(query!.images.toNumbers()).toEqual(
    augment(images, recipe, { ...context, key: key.fold("query") }).toNumbers(),
  );
  expect(other!.images.toNumbers()).not.toEqual(query!.images.toNumbers());
});

describe("crops of two sizes", () => {
  const declared = {
    large: { recipe, count: 2, cropScale: [0.5, 1] },
    small: { recipe, count: 3, size: { share: 0.5 }, cropScale: [0.1, 0.2] },
    fixed: { recipe, size: { pixels: 5 } },
  } satisfies Record<string, ViewDeclaration>;

  test("have the sizes asked for, crop after crop, each with draws of its own", () => {
    const { large, small, fixed } = make(declared);
    expect([large, small, fixed].map((view) => view!.images.shape)).toEqual([
      [6, 3, 12, 12],
      [9, 3, 6, 6],
      [3, 3, 5, 5],
    ]);
    const second = augment(images, recipe, { ids, key: key.fold("large").fold(1), size: 12, cropScale: [0.5, 1] });
    expect(narrow(large!.images, 0, 3, 3).toNumbers()).toEqual(second.toNumbers());
    expect(narrow(large!.images, 0, 0, 3).toNumbers()).not.toEqual(second.toNumbers());
  });

  test("do not depend on the batch", () => {
    const alone = viewsOf(imageBytes([1], 20, 24), declared, { ...context, ids: [1] });
    const rows = [1, 4, 7].map((row) => narrow(make(declared).small!.images, 0, row, 1));
    expect(alone.small!.images.toNumbers()).toEqual(cat(rows).toNumbers());
  });
});

describe("a derived view", () => {
  test("is made of the pixels before they are normalised, and normalised as its recipe says", () => {
    const { turned } = make({ turned: { recipe, derive: fourRotations() } });
    const expected = [0, 1, 2, 3].map((quarter) => normalize(turn(pixelsOf("turned"), quarter), cifarStatistics));
    expectClose(turned!.images, cat(expected), { atol: 1e-5 });
    expect(turned!.targets!.toNumbers()).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  test("may share another view's pixels; Lab is handed out as it is", () => {
    const { image, L, ab } = make({
      image: { recipe },
      L: { from: "image", derive: lab("L") },
      ab: { from: "image", derive: lab("ab") },
    });
    expectClose(image!.images, normalize(pixelsOf("image"), cifarStatistics), { atol: 1e-5 });
    const all = lab("Lab").apply(pixelsOf("image"), { ids, key }).images;
    expectClose(cat([L!.images, ab!.images], 1), all, { atol: 1e-5 });
  });

  test("may be changed further, every part by its own draw", () => {
    const jigsawed = (probability: number) =>
      make({
        patches: { recipe: "plain", derive: jigsaw({ grid: 3, patch: 0.75 }), steps: [grayscale({ probability })] },
      }).patches!;
    const [none, some] = [jigsawed(0), jigsawed(0.5)];
    expect(some.images.shape).toEqual([27, 3, 3, 3]);
    const pixels = 27;
    const isGray = idsTo(27).map((row) => {
      const at = (view: typeof none) =>
        view.images
          .toNumbers()
          .slice(row * pixels, (row + 1) * pixels)
          .join();
      return at(none) !== at(some);
    });
    // Some patches of each image and not all of any: parts draw for themselves.
    for (const image of [0, 1, 2]) {
      const ofImage = idsTo(9).map((part) => isGray[3 * part + image]);
      expect(new Set(ofImage).size).toBe(2);
    }
  });

  test("of an unknown or itself derived view is refused", () => {
    expect(() => make({ L: { from: "image", derive: lab("L") } })).toThrow(
      "image is no view that is cut from the images",
    );
  });
});

test("a frame is a band of the item", () => {
  const strip = imageBytes(ids, 36, 12);
  const frameOf = (index: number) => ({ view: { recipe: "plain", frame: { index, of: 3 } } });
  const frames = [0, 1, 2].map((index) => viewsOf(strip, frameOf(index), context).view!.images);
  const whole = strip.toNumbers();
  const { mean, std } = recipeNamed("plain").statistics;
  // Image 1, frame 2, the first pixel's red.
  expect(frames[2]!.toNumbers()[3 * 144]).toBeCloseTo((whole[36 * 36 + 24 * 36]! / 255 - mean[0]) / std[0], 5);
  expect(frames[0]!.shape).toEqual([3, 3, 12, 12]);
});

test("nothing is left behind", () => {
  const before = memoryUse().tensors;
  scope(() => {
    make({
      image: { recipe, count: 2 },
      L: { from: "image", derive: lab("L") },
      turned: { recipe, derive: fourRotations() },
    });
  });
  expect(memoryUse().tensors).toBe(before);
});

test("views that share their draws are cropped and coloured alike, whatever they are called", () => {
  const { one, other, own } = make({
    one: { recipe, drawsOf: "clip" },
    other: { recipe, drawsOf: "clip" },
    own: { recipe },
  });
  expect(other!.images.toNumbers()).toEqual(one!.images.toNumbers());
  expect(own!.images.toNumbers()).not.toEqual(one!.images.toNumbers());
});
