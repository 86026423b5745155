// Oracle: a slow loop over images, rows and columns; chance where nothing is told apart; central differences in float64.
import { expect, test } from "vitest";
import { rowContrast } from "../../src/functional/index.ts";
import { parameter } from "../../src/nn/module.ts";
import { normal, randomKey, type Tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";

const [images, rows, grid, size] = [3, 2, 4, 5];
const predictions = normal(randomKey(1), [images, rows, grid, size]);
const embeddings = normal(randomKey(2), [images, grid, grid, size]);

const at = (values: number[], image: number, row: number, column: number, height: number) => {
  const start = ((image * height + row) * grid + column) * size;
  return values.slice(start, start + size);
};
const dot = (a: number[], b: number[]) => a.reduce((sum, value, axis) => sum + value * b[axis]!, 0);

// CPC Eq. (4): −log( f(z₊, c) / Σ f(z, c) )
test("each prediction is held against its place in the other images and all other places of its own", () => {
  const [p, z] = [predictions.toNumbers(), embeddings.toNumbers()];
  let total = 0;
  let hits = 0;
  for (let image = 0; image < images; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < grid; column++) {
        const similar = (other: number, r: number, c: number) =>
          0.1 * dot(at(p, image, row, column, rows), at(z, other, r, c, grid));
        const meant = row + grid - rows;
        const positive = similar(image, meant, column);
        const negatives: number[] = [];
        for (let other = 0; other < images; other++) if (other !== image) negatives.push(similar(other, meant, column));
        for (let r = 0; r < grid; r++)
          for (let c = 0; c < grid; c++) if (r !== meant || c !== column) negatives.push(similar(image, r, c));
        expect(negatives).toHaveLength(images - 1 + grid * grid - 1);
        total -= Math.log(Math.exp(positive) / [positive, ...negatives].reduce((sum, l) => sum + Math.exp(l), 0));
        if (positive > Math.max(...negatives)) hits++;
      }
  const { loss, logits, positives } = rowContrast(predictions, embeddings, { scale: 0.1 });
  expectClose(loss, total / (images * rows * grid), { rtol: 1e-5 });
  expect(hitsOf(logits, positives)).toBe(hits);
});

function hitsOf(logits: Tensor, positives: Tensor): number {
  const width = logits.length(1);
  const values = logits.toNumbers();
  return positives.toNumbers().filter((column, row) => {
    const line = values.slice(row * width, (row + 1) * width);
    return line[column] === Math.max(...line);
  }).length;
}

test("equal patches cost the logarithm of their number", () => {
  const { loss } = rowContrast(zeros([2, 1, 3, 4]), zeros([2, 3, 3, 4]), { scale: 1 });
  expectClose(loss, Math.log(2 + 9 - 1), { rtol: 1e-6 });
});

test("predictions and patches both get a gradient, equal to its central differences", () => {
  const p = parameter(doubles(3, [images, rows, grid, size]));
  const z = parameter(doubles(4, [images, grid, grid, size]));
  checkGradients([p, z], () => rowContrast(p, z, { scale: 0.1 }).loss);
});

test("names the shapes that do not fit", () => {
  expect(() => rowContrast(zeros([2, 3, 3, 4]), zeros([2, 3, 3, 4]), { scale: 1 })).toThrow(
    "rowContrast: predictions are [2, 3, 3, 4] but embeddings are [2, 3, 3, 4]; they must be [B, R, G, d], R < G, and [B, G, G, d]",
  );
});
