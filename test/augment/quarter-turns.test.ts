// Oracle: a 2 × 2 picture turned by hand, counts of independent draws.
import { expect, test } from "vitest";
import { fourRotations, quarterTurns, turn } from "../../src/augment/quarter-turns.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const picture = [1, 2, 3, 4];
// Counter-clockwise: the right column becomes the upper row.
const turned = [picture, [2, 4, 1, 3], [4, 3, 2, 1], [3, 1, 4, 2]];

test("quarters turn counter-clockwise, and four of them are none", () => {
  const image = tensor(picture, [1, 1, 2, 2]);
  for (const quarter of [0, 1, 2, 3]) expect(turn(image, quarter).toNumbers()).toEqual(turned[quarter]);
  expect(turn(turn(image, 3), 1).toNumbers()).toEqual(picture);
});

test("as a view: all images by each quarter in turn, and which it was", () => {
  const images = tensor([...picture, ...picture.map((value) => 10 * value)], [2, 1, 2, 2]);
  const { images: made, targets } = fourRotations().apply(images, { ids: [0, 1], key: randomKey(0) });
  expect(made.shape).toEqual([8, 1, 2, 2]);
  expect(made.toNumbers()).toEqual(turned.flatMap((pixels) => [...pixels, ...pixels.map((value) => 10 * value)]));
  expect(targets!.dtype).toBe("int64");
  expect(targets!.toNumbers()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

test("as a step: one of three quarters, about as often each, by the image's own draw", () => {
  const step = quarterTurns({ probability: 1 });
  const made = (ids: number[]) =>
    step
      .apply(
        tensor(
          ids.flatMap(() => picture),
          [ids.length, 1, 2, 2],
        ),
        { ids, key: randomKey(1), size: 2 },
      )
      .toNumbers();
  const values = made(idsTo(900));
  const which = idsTo(900).map((id) =>
    turned.findIndex((pixels) => String(pixels) === String(values.slice(4 * id, 4 * id + 4))),
  );
  for (const quarter of [1, 2, 3]) expect(which.filter((found) => found === quarter).length).toBeGreaterThan(240);
  expect(which).not.toContain(0);
  expect(which).not.toContain(-1);
  expect(made([17])).toEqual(values.slice(4 * 17, 4 * 18));
});
