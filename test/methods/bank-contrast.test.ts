// Oracle: slow loops over the drawn vectors in plain numbers, the rows that must move, central differences in float64.
import { describe, expect, test } from "vitest";
import { BankContrast } from "../../src/methods/bank-contrast.ts";
import { parameter } from "../../src/nn/module.ts";
import { fill_, meanAll, randomKey, type Tensor, withoutGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf, rowsOf, unitRows } from "../functional/points.ts";
import { checkGradients, inDoubles } from "../nn/check-gradients.ts";
import { dot } from "./stub-encoder.ts";

const ids = [5, 2];
const query = unitRows(7, 2, 4);
const memory = () => new BankContrast(9, 4, randomKey(3));
/** Images 5 and 2 are among the drawn ones, each once. */
const drawn = ({ bank }: BankContrast) => ({
  ids: integersOf([8, 5, 0, 2]),
  rows: bank.of([8, 5, 0, 2]),
  areOfBatch: false,
});

function contrast(loss: "nce" | "infonce", contrasted = memory(), q: Tensor = query) {
  const positives = contrasted.vectorsOf(ids, q, { epoch: 1 });
  const options = { bankLoss: loss, bankNegatives: 4, temperature: 0.3 };
  return { contrasted, ...contrasted.contrast(q, { positives, ids }, drawn(contrasted), options) };
}

/** exp(q·v/τ) of each query with its own vector and with the drawn ones that are others'. */
function slow({ bank }: BankContrast) {
  const rows = rowsOf(bank.rows);
  return rowsOf(query).map((q, row) => ({
    own: Math.exp(dot(q, rows[ids[row]!]!) / 0.3),
    others: [8, 5, 0, 2].filter((id) => id !== ids[row]).map((id) => Math.exp(dot(q, rows[id]!) / 0.3)),
  }));
}
const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

describe("the contrast", () => {
  test("by InfoNCE is the softmax over the own vector and those drawn from others", () => {
    const { contrasted, losses, logits } = contrast("infonce");
    const expected = slow(contrasted).map(({ own, others }) => -Math.log(own / (own + total(others))));
    expectClose(losses, expected, { rtol: 1e-5 });
    expect([rowsOf(logits)[0]![2], rowsOf(logits)[1]![4]]).toEqual([-Infinity, -Infinity]);
  });

  // InstDis Eq. (7): J = −log h(i, v) − Σₘ log(1 − h(i, v′))
  test("by NCE estimates the normaliser on the first batch and keeps it", () => {
    const first = contrast("nce");
    const terms = slow(first.contrasted);
    // Of the eight products two are the own vectors', which count as zero.
    const mean = total(terms.flatMap(({ others }) => others)) / 8;
    const loss = (own: number, others: number[], z: number) =>
      -Math.log(own / (own + 4 * z)) - total(others.map((other) => Math.log((4 * z) / (other + 4 * z))));
    expectClose(first.meanExponential, mean, { rtol: 1e-5 });
    expectClose(
      first.losses,
      terms.map(({ own, others }) => loss(own, others, mean)),
      { rtol: 1e-5 },
    );
    const later = memory();
    withoutGradient(() => fill_(later.meanExponential, 2.5));
    expectClose(
      contrast("nce", later).losses,
      terms.map(({ own, others }) => loss(own, others, 2.5)),
      { rtol: 1e-5 },
    );
  });

  test("in the first epoch is InfoNCE over the batch, whatever follows, and the normaliser is left for later", () => {
    const contrasted = memory();
    const [seen, options] = [unitRows(9, 2, 4), { bankLoss: "nce" as const, bankNegatives: 4, temperature: 0.3 }];
    const others = contrasted.draw(ids, seen, options, { epoch: 0 }, randomKey(1));
    const positives = contrasted.vectorsOf(ids, seen, { epoch: 0 });
    const { losses, meanExponential } = contrasted.contrast(query, { positives, ids }, others, options);
    const [q, v] = [rowsOf(query), rowsOf(seen)];
    const similar = (i: number, j: number) => Math.exp(dot(q[i]!, v[j]!) / 0.3);
    expectClose(
      losses,
      [0, 1].map((i) => -Math.log(similar(i, i) / (similar(i, i) + similar(i, 1 - i)))),
      { rtol: 1e-5 },
    );
    expect(meanExponential.item()).toBe(0);
    const later = contrasted.draw(ids, seen, options, { epoch: 1 }, randomKey(1));
    expect(later.ids.toNumbers()).toEqual(contrasted.bank.draw(4, randomKey(1)).ids.toNumbers());
  });

  test.each(["nce", "infonce"] as const)("by %s passes a gradient to the query alone", (loss) => {
    const contrasted = inDoubles(memory());
    const q = parameter(unitRows(8, 2, 4, "float64"));
    withoutGradient(() => fill_(contrasted.meanExponential, 2.5));
    checkGradients([q], () => meanAll(contrast(loss, contrasted, q).losses));
    expect(contrasted.bank.rows.requiresGrad).toBe(false);
  });
});

describe("the vectors", () => {
  const seen = unitRows(9, 2, 4);
  const updated = (epoch: number) => {
    const contrasted = memory();
    const before = rowsOf(contrasted.bank.rows);
    const loss = contrast("nce", contrasted);
    contrasted.update(ids, seen, loss, { bankMomentum: 0.5, progress: { epoch } });
    return { before, after: rowsOf(contrasted.bank.rows), contrasted, loss };
  };

  test("are the embeddings themselves in the first epoch, and the bank's afterwards", () => {
    const contrasted = memory();
    expect(rowsOf(contrasted.vectorsOf(ids, seen, { epoch: 0.99 }))).toEqual(rowsOf(seen));
    expect(rowsOf(contrasted.vectorsOf(ids, seen, { epoch: 1 }))).toEqual(rowsOf(contrasted.bank.of(ids)));
  });

  test("of the batch's images move and no others; the first epoch leaves nothing of the random start", () => {
    const [first, later] = [updated(0), updated(1)];
    for (const [row, id] of ids.entries()) {
      expectClose(first.after[id]!, rowsOf(seen)[row]!, { atol: 1e-6 });
      const sum = later.before[id]!.map((old, axis) => (old + rowsOf(seen)[row]![axis]!) / 2);
      expectClose(
        later.after[id]!,
        sum.map((value) => value / Math.hypot(...sum)),
        { atol: 1e-6 },
      );
    }
    for (const id of [0, 1, 3, 4, 6, 7, 8]) expect(later.after[id]).toEqual(later.before[id]);
    expectClose(later.contrasted.meanExponential, later.loss.meanExponential, {});
  });
});
