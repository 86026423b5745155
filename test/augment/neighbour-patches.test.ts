// Oracle: pixels that say where they are; the paper's 96 px patches with gaps of 48 and jitter of 7.
import { expect, test } from "vitest";
import { neighbourPatches } from "../../src/augment/neighbour-patches.ts";
import { arange, expand, randomKey, reshape } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const side = 400;
const count = 300;
const ids = idsTo(count);
const images = expand(reshape(arange(0, side * side, { dtype: "float32" }), [1, 1, side, side]), [
  count,
  1,
  side,
  side,
]);

test("the neighbour lies in the direction of its target, apart from the centre, both within the jitter", () => {
  const { images: made, targets } = neighbourPatches({ gap: 0.5, jitter: 7 / 96 }).apply(images, {
    ids,
    key: randomKey(2),
  });
  const patch = made.length(2);
  expect(patch).toBe(Math.floor(400 / (3 + 1 + 14 / 96)));
  const corners = made.toNumbers().filter((_, at) => at % (patch * patch) === 0);
  const stray = Math.floor((patch * 7) / 96);
  const middle = Math.floor((side - patch) / 2);
  const pitch = Math.round(1.5 * patch);
  const directions = [
    [-1, -1],
    [-1, 0],
    [-1, 1],
    [0, -1],
    [0, 1],
    [1, -1],
    [1, 0],
    [1, 1],
  ];
  const which = targets!.toNumbers();
  const strayed = new Set<number>();
  for (const [image, target] of which.entries()) {
    const at = (row: number) => [Math.floor(corners[row]! / side), corners[row]! % side] as const;
    const [center, neighbour] = [at(image), at(count + image)];
    for (const axis of [0, 1] as const) {
      expect(Math.abs(center[axis] - middle)).toBeLessThanOrEqual(stray);
      expect(Math.abs(neighbour[axis] - (middle + directions[target]![axis]! * pitch))).toBeLessThanOrEqual(stray);
      strayed.add(center[axis] - middle);
    }
    const apart = Math.max(...([0, 1] as const).map((axis) => Math.abs(center[axis] - neighbour[axis])));
    expect(apart - patch).toBeGreaterThanOrEqual(Math.round(0.5 * patch) - 2 * stray);
  }
  expect(strayed.size).toBe(2 * stray + 1);
  for (const target of idsTo(8)) expect(which.filter((found) => found === target).length).toBeGreaterThan(15);
});

test("an image's pair is its own, whatever the batch", () => {
  const derive = neighbourPatches({ gap: 0.5, jitter: 0.1 });
  const few = expand(reshape(arange(0, 1024, { dtype: "float32" }), [1, 1, 32, 32]), [3, 1, 32, 32]);
  const one = expand(few, [3, 1, 32, 32]);
  const together = derive.apply(few, { ids: [4, 9, 2], key: randomKey(2) });
  const alone = derive.apply(reshape(one, [3, 1, 32, 32]), { ids: [9, 9, 9], key: randomKey(2) });
  expect(together.targets!.toNumbers()[1]).toBe(alone.targets!.toNumbers()[0]);
  const pixels = together.images.length(2) ** 2;
  expect(together.images.toNumbers().slice(pixels, 2 * pixels)).toEqual(alone.images.toNumbers().slice(0, pixels));
});
