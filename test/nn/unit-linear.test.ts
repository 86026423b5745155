// Oracle: cosines in a slow loop, central differences in float64, and what weight normalisation leaves unseen.
import { expect, test } from "vitest";
import { UnitLinear } from "../../src/nn/unit-linear.ts";
import { backward, gradientOf, mul_, randomKey, sumAll, withoutGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf, unitRows } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

test("gives the cosines of unit inputs with its rows, whatever their length", () => {
  const layer = new UnitLinear(4, 3, randomKey(1));
  const x = unitRows(1, 5, 4);
  const cosines = rowsOf(x).map((row) =>
    rowsOf(layer.weight).map((w) => row.reduce((sum, value, axis) => sum + value * w[axis]!, 0) / Math.hypot(...w)),
  );
  expectClose(layer.forward(x), cosines, { atol: 1e-6 });
  withoutGradient(() => mul_(layer.weight, 7));
  expectClose(layer.forward(x), cosines, { atol: 1e-6 });
  expect([...layer.parameters().keys()]).toEqual(["weight"]);
});

test("its gradient is at right angles to each row", () => {
  const layer = inDoubles(new UnitLinear(4, 3, randomKey(1)));
  const x = doubles(1, [5, 4]);
  backward(sumAll(layer.forward(x)));
  const [gradients, rows] = [rowsOf(gradientOf(layer.weight)!), rowsOf(layer.weight)];
  for (const [row, w] of rows.entries())
    expectClose(
      w.reduce((sum, value, axis) => sum + value * gradients[row]![axis]!, 0),
      0,
      { atol: 1e-12 },
    );
  checkGradients([layer.weight], () => weighted(layer.forward(x)));
});
