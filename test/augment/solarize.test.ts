// Oracle: PIL's rule on bytes about the threshold: below it a level stays, from it on 255 − level.
import { expect, test } from "vitest";
import { invertAbove, solarize } from "../../src/augment/solarize.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const levels = [0, 64, 127, 128, 200, 255];
const image = tensor(
  levels.flatMap((level) => Array(3).fill(level / 255)),
  [6, 3, 1, 1],
);

test("levels from 128 on are inverted", () => {
  const made = solarize({ probability: 1, threshold: 0.5 }).apply(image, { ids: levels, key: randomKey(0), size: 1 });
  const expected = [0, 64, 127, 127, 55, 0].map((level) => [[[level / 255]], [[level / 255]], [[level / 255]]]);
  expectClose(made, expected, { atol: 1e-6 });
});

test("each image has its own threshold: 0 inverts all, one above 1 nothing", () => {
  const made = invertAbove(image, [0, 0, 2, 2, 200 / 255, 1])
    .toNumbers()
    .filter((_, at) => at % 3 === 0);
  expectClose(
    made,
    [255, 191, 127, 128, 55, 0].map((level) => level / 255),
    { atol: 1e-6 },
  );
  expect(made).toHaveLength(6);
});
