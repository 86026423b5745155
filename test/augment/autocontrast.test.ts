// Oracle: one channel stretched by hand, one that has a single value.
import { test } from "vitest";
import { autocontrast } from "../../src/augment/autocontrast.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("each channel is stretched to [0, 1]; a flat one stays", () => {
  const image = tensor([0.2, 0.4, 0.6, 0.3, 0.3, 0.3, 0, 0.5, 1], [1, 3, 1, 3]);
  expectClose(autocontrast(image).toNumbers(), [0, 0.5, 1, 0.3, 0.3, 0.3, 0, 0.5, 1], { atol: 1e-6 });
});
