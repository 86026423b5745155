// Oracle: hand-worked numbers.
import { test } from "vitest";
import { horizontalFlip } from "../../src/augment/horizontal-flip.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("rows are reversed, channels and columns stay", () => {
  const image = tensor([
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  ]);
  const flipped = horizontalFlip({ probability: 1 }).apply(image, { ids: [0], key: randomKey(0), size: 3 });
  expectClose(
    flipped,
    [
      [
        [
          [3, 2, 1],
          [6, 5, 4],
        ],
      ],
    ],
    {},
  );
});
