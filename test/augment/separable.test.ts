// Oracle: a triple loop.
import { test } from "vitest";
import { applySeparable } from "../../src/augment/separable.ts";
import { randomKey, uniform } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("each image and channel is multiplied by its image's own rows and columns", () => {
  const key = randomKey(2);
  const [images, rows, columns] = [
    uniform(key.fold("images"), [2, 3, 4, 5]),
    uniform(key.fold("rows"), [2, 2, 4]),
    uniform(key.fold("columns"), [2, 3, 5]),
  ];
  const [x, r, c] = [images, rows, columns].map((values) => values.toNumbers()) as [number[], number[], number[]];
  const expected: number[] = [];
  for (let b = 0; b < 2; b++)
    for (let channel = 0; channel < 3; channel++)
      for (let i = 0; i < 2; i++)
        for (let j = 0; j < 3; j++) {
          let total = 0;
          for (let y = 0; y < 4; y++)
            for (let z = 0; z < 5; z++)
              total += r[(b * 2 + i) * 4 + y]! * x[((b * 3 + channel) * 4 + y) * 5 + z]! * c[(b * 3 + j) * 5 + z]!;
          expected.push(total);
        }
  expectClose(applySeparable(images, rows, columns).toNumbers(), expected, { atol: 1e-5 });
});
