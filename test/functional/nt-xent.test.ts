// Oracle: a slow double loop, and the number worked by hand for two orthogonal pairs.
import { expect, test } from "vitest";
import { ntXent } from "../../src/functional/index.ts";
import { flip, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf, unitRows } from "./points.ts";
import { dot } from "./slow-mixing.ts";

test("two images with identical views, orthogonal to each other", () => {
  const views = tensor([
    [1, 0],
    [0, 1],
  ]);
  const { loss, logits } = ntXent(views, views, { temperature: 1 });
  expectClose(loss, -Math.log(Math.E / (Math.E + 2)), { rtol: 1e-6 });
  expect(logits.toNumbers().slice(0, 4)).toEqual([-Infinity, 0, 1, 0]);
});

test("equals the double loop over all views", () => {
  const [first, second] = [unitRows(1, 5, 6), unitRows(2, 5, 6)];
  const views = [...rowsOf(first), ...rowsOf(second)];
  let total = 0;
  for (const [i, view] of views.entries()) {
    const positive = Math.exp(dot(view, views[(i + 5) % 10]!) / 0.3);
    const all = views.reduce((sum, other, j) => sum + (i === j ? 0 : Math.exp(dot(view, other) / 0.3)), 0);
    total -= Math.log(positive / all) / 10;
  }
  expectClose(ntXent(first, second, { temperature: 0.3 }).loss, total, { rtol: 1e-5 });
});

test("does not depend on the order of the batch, nor on which view is which", () => {
  const [first, second] = [unitRows(1, 5, 6), unitRows(2, 5, 6)];
  const { loss } = ntXent(first, second, { temperature: 0.3 });
  expectClose(ntXent(flip(first, [0]), flip(second, [0]), { temperature: 0.3 }).loss, loss, { rtol: 1e-6 });
  expectClose(ntXent(second, first, { temperature: 0.3 }).loss, loss, { rtol: 1e-6 });
});

test("names both shapes where they differ", () => {
  expect(() => ntXent(zeros([2, 3]), zeros([3, 3]), { temperature: 1 })).toThrow(
    "ntXent: first is [2, 3] but second is [3, 3]; both must be [B, d]",
  );
});
