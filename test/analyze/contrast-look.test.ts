// Oracle: softmax, ranks and counts by slow loops over small batches; functional/falseNegatives for the percentages.
import { describe, expect, test } from "vitest";
import { lookAtContrast } from "../../src/analyze/contrast-look.ts";
import { falseNegatives } from "../../src/functional/index.ts";
import type { Contrast } from "../../src/methods/method.ts";
import { fromTypedArray, narrow, normal, randomKey, type Tensor, tensor, topk, zeros } from "../../src/tensor/index.ts";

const integers = (values: readonly number[], shape = [values.length]) =>
  fromTypedArray(BigInt64Array.from(values, BigInt), shape);
const rowsOf = (matrix: Tensor) => {
  const [values, width] = [matrix.toNumbers(), matrix.length(1)];
  return Array.from({ length: matrix.length(0) }, (_, row) => values.slice(row * width, (row + 1) * width));
};
const exponentials = (values: readonly number[]) => values.map(Math.exp);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const falling = (values: readonly number[]) => [...values].sort((a, b) => b - a);
const close = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5);
};

// 5 queries, 9 real and 4 synthetic negatives.
const [batch, realNegatives, synthetic] = [5, 9, 4];
const logits = normal(randomKey(1), [batch, 1 + realNegatives + synthetic]);

describe("a look at a batch", () => {
  test("has the matching probabilities and weights of slow loops", () => {
    const look = lookAtContrast({ logits, realNegatives });
    const rows = rowsOf(logits);
    const expected = rows.map((row) => {
      const all = total(exponentials(row));
      const ofReal = total(exponentials(row.slice(0, 1 + realNegatives)));
      const [real, mixed] = [row.slice(1, 1 + realNegatives), row.slice(1 + realNegatives)];
      return {
        probability: falling(exponentials(real).map((value) => value / ofReal)),
        syntheticProbability: falling(exponentials(mixed).map((value) => value / all)),
        weight: total(exponentials(row.slice(1))) / all,
        topWeight: total(exponentials(real)) / all,
        syntheticWeight: total(exponentials(mixed)) / all,
        hit: Number(row[0]! > Math.max(...row.slice(1))),
        hitReal: Number(row[0]! > Math.max(...real)),
      };
    });
    const meanOf = (name: "probability" | "syntheticProbability") =>
      expected[0]![name].map((_, rank) => total(expected.map((row) => row[name][rank]!)) / batch);
    expect(look.top).toBe(realNegatives);
    close(look.probability, meanOf("probability"));
    close(look.syntheticProbability, meanOf("syntheticProbability"));
    close(
      look.probabilitySquare,
      expected[0]!.probability.map((_, rank) => total(expected.map((row) => row.probability[rank]! ** 2)) / batch),
    );
    for (const name of ["weight", "topWeight", "syntheticWeight"] as const)
      close(
        look[name],
        expected.map((row) => row[name]),
      );
    expect(look.hits).toEqual(expected.map(({ hit }) => hit));
    expect(look.hitsReal).toEqual(expected.map(({ hitReal }) => hitReal));
    expect(look.falseTop).toBeUndefined();
  });

  test("takes the 1,024 hardest of more, and as many queries as it is told to", () => {
    const many = normal(randomKey(3), [3, 1 + 1500]);
    const look = lookAtContrast({ logits: many, realNegatives: 1500 }, undefined, 2);
    expect([look.top, look.probability.length, look.weight.length, look.syntheticProbability.length]).toEqual([
      1024, 1024, 2, 0,
    ]);
    const shares = rowsOf(many)
      .slice(0, 2)
      .map((row) => total(falling(exponentials(row.slice(1))).slice(0, 1024)) / total(exponentials(row)));
    close(look.topWeight, shares);
    expect(look.hits).toEqual(look.hitsReal);
  });

  test("counts no column of −∞ as a rank", () => {
    const values = rowsOf(logits);
    for (const column of [1, 4]) values[2]![column] = Number.NEGATIVE_INFINITY;
    values[3]![9] = Number.NEGATIVE_INFINITY;
    const look = lookAtContrast({ logits: tensor(values), realNegatives });
    expect(look.top).toBe(realNegatives - 2);
    const hardest = (row: number[]) => {
      const ofReal = total(exponentials(row.slice(0, 1 + realNegatives)));
      return falling(exponentials(row.slice(1, 1 + realNegatives)))
        .slice(0, realNegatives - 2)
        .map((value) => value / ofReal);
    };
    close(
      look.probability,
      hardest(values[0]!).map((_, rank) => total(values.map((row) => hardest(row)[rank]!)) / batch),
    );
  });
});

describe("false negatives", () => {
  // Images 0–5 of classes 0 1 2 0 1 2; the first key is of no image.
  const labels = integers([0, 1, 2, 0, 1, 2]);
  const negativeIds = [integers([-1, 0, 1, 2, 3]), [4, 5, 0, 3]];
  const queryIds = [0, 1, 2, 3, 4];
  const ofNegatives = [-1, 0, 1, 2, 0, 1, 2, 0, 0];
  const ofQueries = [0, 1, 2, 0, 1];

  test("are counted among the keys of images that are negatives", () => {
    const values = rowsOf(logits);
    values[0]![1 + 7] = Number.NEGATIVE_INFINITY; // the query's own key
    const contrast: Contrast = { logits: tensor(values), realNegatives, queryIds, negativeIds };
    const look = lookAtContrast(contrast, labels);
    const expected = ofQueries.map((label, row) => {
      const counted = ofNegatives.filter((known, i) => known >= 0 && values[row]![1 + i]! > Number.NEGATIVE_INFINITY);
      return counted.filter((known) => known === label).length / counted.length;
    });
    close(look.falseBase!, expected);
    // Every query has eight ranks: those with nine keys lose their lowest.
    const hardest = ofQueries.map((label, row) => {
      const real = values[row]!.slice(1, 1 + realNegatives);
      const lowest = row === 0 ? 7 : real.indexOf(Math.min(...real));
      const counted = ofNegatives.filter((known, i) => known >= 0 && i !== lowest);
      return counted.filter((known) => known === label).length / counted.length;
    });
    close(look.falseTop!, hardest);
    expect(look.falsePairs!.every(Number.isNaN)).toBe(true);
  });

  test("of an oracle are counted among all negatives, the discarded ones too", () => {
    const values = rowsOf(logits).map((row, query) =>
      row.map((value, column) =>
        column > 0 && ofNegatives[column - 1] === ofQueries[query] ? Number.NEGATIVE_INFINITY : value,
      ),
    );
    const contrast: Contrast = { logits: tensor(values), realNegatives, queryIds, negativeIds };
    expect(lookAtContrast(contrast, labels).falseTop).toEqual([0, 0, 0, 0, 0]);
    const undiscarded = narrow(logits, 1, 1, realNegatives);
    const plain = lookAtContrast({ ...contrast, logits }, labels);
    const look = lookAtContrast({ ...contrast, undiscarded }, labels);
    expect([look.falseTop, look.falseBase]).toEqual([plain.falseTop, plain.falseBase]);
    expect(look.top).toBeLessThan(realNegatives);
  });

  test("among synthetic ones need both parents, or the one", () => {
    const mixed = {
      first: integers([1, 4, 2, 5, 3, 6, 8, 7, 2, 5], [5, 2]),
      second: integers([4, 2, 5, 2, 6, 0, 1, 2, -1, 2], [5, 2]),
      withQuery: integers([1, 5, 4, 0, -1], [5, 1]),
      alpha: zeros([5, 2]),
      beta: zeros([5, 1]),
    };
    const look = lookAtContrast({ logits, realNegatives, queryIds, negativeIds, mixed }, labels);
    // Rows: 0 0|0 1; 1 1|1 1; 2 2|2 nobody's; 0 0|0 1; nobody|1 1.
    expect(look.falsePairs).toEqual([0.5, 1, 1, 0.5, 1]);
    // 0 for 0; 1 for 1; 0 for 2; nobody's; nobody.
    expect(look.falseWithQuery).toEqual([1, 1, 0, Number.NaN, Number.NaN]);
  });

  test("are those that functional/falseNegatives counts", () => {
    const keys = 40;
    const many = normal(randomKey(4), [6, 1 + keys]);
    const ids = Array.from({ length: keys }, (_, i) => (i * 7) % 6);
    const contrast = { logits: many, realNegatives: keys, queryIds: [0, 1, 2, 3, 4, 5], negativeIds: [ids] };
    const look = lookAtContrast(contrast, labels);
    const classes = [0, 1, 2, 0, 1, 2];
    const real = tensor(rowsOf(many).map((row) => row.slice(1)));
    const hardestIndices = topk(real, keys, 1).indices;
    const keyLabels = integers(ids.map((id) => classes[id]!));
    const { top } = falseNegatives({ hardestIndices }, { queryLabels: integers(classes), keyLabels, top: [keys] });
    expect(100 * (total(look.falseTop!) / 6)).toBeCloseTo(top[0]!, 4);
  });
});
