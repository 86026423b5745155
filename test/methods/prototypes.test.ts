// Oracle: lengths of rows, and the similarities of unit vectors in a slow loop.
import { expect, test } from "vitest";
import { Prototypes } from "../../src/methods/prototypes.ts";
import { mul_, randomKey, withoutGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf, unitRows } from "../functional/points.ts";

const lengths = (prototypes: Prototypes) => rowsOf(prototypes.weight).map((row) => Math.hypot(...row));

test("have unit length when drawn, and again after a step led away from it", () => {
  const prototypes = new Prototypes(6, 4, randomKey(1));
  expectClose(lengths(prototypes), Array(6).fill(1), { atol: 1e-6 });
  const before = rowsOf(prototypes.weight);
  withoutGradient(() => mul_(prototypes.weight, 3));
  prototypes.toUnitLength();
  expectClose(rowsOf(prototypes.weight), before, { atol: 1e-6 });
  expect(prototypes.weight.requiresGrad).toBe(true);
});

test("score embeddings by their cosines", () => {
  const prototypes = new Prototypes(6, 4, randomKey(1));
  const z = unitRows(2, 3, 4);
  const cosines = rowsOf(z).map((row) =>
    rowsOf(prototypes.weight).map((c) => row.reduce((sum, value, axis) => sum + value * c[axis]!, 0)),
  );
  expectClose(prototypes.forward(z), cosines, { atol: 1e-6 });
});
