// Oracle: the running mean by hand.
import { expect, test } from "vitest";
import { Center } from "../../src/methods/center.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

// DINO Eq. (4): c ← m c + (1 − m) 1/B Σᵢ g_θt(xᵢ)
test("starts at 0, moves by 1 − m of the batch mean, and is saved but not trained", () => {
  const center = new Center(2);
  center.update(
    tensor([
      [1, 2],
      [3, 6],
    ]),
    0.9,
  );
  expectClose(center.value, [0.2, 0.4], { atol: 1e-6 });
  center.update(tensor([[1, 0]]), 0.5);
  expectClose(center.value, [0.6, 0.2], { atol: 1e-6 });
  expect([...center.state().keys()]).toEqual(["value"]);
  expect([...center.parameters().keys()]).toEqual([]);
});
