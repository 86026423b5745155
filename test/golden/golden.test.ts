// Oracle: reference cases worked out elsewhere in float64 by slow loops; read from the folder MOCHI_GOLDEN.
import { describe, expect, test } from "vitest";
import {
  alignment,
  classAlignment,
  cosineSchedule,
  enqueue,
  falseNegatives,
  hardestNegatives,
  infoNce,
  knnClassify,
  type Mixing,
  mixHardNegatives,
  momentumUpdate,
  negativeLogits,
  normalize,
  ntXent,
  rowDot,
  uniformity,
} from "../../src/functional/index.ts";
import { sgd } from "../../src/nn/optim/sgd.ts";
import {
  backward,
  clearGradients,
  gather,
  gradients,
  logsumexp,
  matmul,
  mul,
  Parameter,
  requireGradient,
  retype,
  select,
  sub,
  sumAll,
  t,
  tensor,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { expectation, floats, type GoldenCase, indices, readGolden } from "./read-golden.ts";

// The tolerances the cases' own `meta` asks of a float32 implementation.
const loss = { rtol: 1e-5 };
const logit = { atol: 2e-5 };
const gradient = { atol: 1e-6, rtol: 1e-4 };

const folder = process.env.MOCHI_GOLDEN;

// Kinds whose code is not written yet; reported as skipped, by name.
const notYetCovered = new Set(["detection"]);

const kinds: Record<string, (golden: GoldenCase) => void> = {
  mochi: (golden) => {
    describe("detached", () => checkMochi(golden, false));
    describe("through the query", () => checkMochi(golden, true));
    test("without mixing", () => {
      const { raw, query, key, queue, temperature } = mochiInputs(golden);
      const nce = infoNce(rowDot(query, key), negativeLogits(query, queue).logits, { temperature });
      expectClose(nce.loss, golden.expect.infonce_loss, loss);
      const [byQuery, byRaw] = gradients(nce.loss, [query, raw]);
      expectClose(byQuery!, expectation(golden.expect.infonce_dloss_dq), gradient);
      expectClose(byRaw!, expectation(golden.expect.infonce_dloss_dqraw), gradient);
    });
  },

  ntxent: (golden) => {
    test("loss and gradient", () => {
      const [first, second] = [requireGradient(floats(golden.z1_raw)), requireGradient(floats(golden.z2_raw))];
      const { loss: value, logits } = ntXent(normalize(first), normalize(second), { temperature: golden.T });
      expectClose(value, golden.expect.loss, loss);
      const partners = indices(Array.from({ length: 2 * golden.B }, (_, row) => [(row + golden.B) % (2 * golden.B)]));
      const perRow = sub(logsumexp(logits, [1]), select(gather(logits, 1, partners), 1, 0));
      expectClose(perRow, golden.expect.loss_per_row, { rtol: 1e-5, atol: 1e-6 });
      const [byFirst, bySecond] = gradients(value, [first, second]);
      expectClose(byFirst!, golden.expect.dloss_dz1_raw, gradient);
      expectClose(bySecond!, golden.expect.dloss_dz2_raw, gradient);
    });
  },

  align_uniform: (golden) => {
    test("alignment and uniformity", () => {
      const [x, labels] = [floats(golden.x), indices(golden.labels)];
      expectClose(alignment(x, floats(golden.y)), golden.expect.align_pairs, loss);
      expectClose(classAlignment(x, labels), golden.expect.align_class, loss);
      expectClose(classAlignment(x, labels, { average: "macro" }), golden.expect.align_class_macro, loss);
      expectClose(uniformity(x), golden.expect.uniform_x, loss);
    });
  },

  knn: (golden) => {
    test("votes and classes", () => {
      const { predictions, scores } = knnClassify(
        normalize(floats(golden.test_x)),
        normalize(floats(golden.train_x)),
        indices(golden.train_y),
        { k: golden.k, temperature: golden.T, classes: golden.classes },
      );
      const found = predictions.toNumbers();
      expect(found).toEqual(golden.expect.pred);
      expectClose(scores, golden.expect.scores, { rtol: 1e-4 });
      const right = found.filter((label, row) => label === golden.test_y[row]).length;
      expectClose((100 * right) / found.length, golden.expect.top1, loss);
    });
  },

  false_negatives: (golden) => {
    test("per cent of the hardest and of the mixed", () => {
      const logits = matmul(floats(golden.q), t(floats(golden.queue)));
      const { hardestIndices } = hardestNegatives(logits, golden.N);
      const found = falseNegatives(
        {
          hardestIndices,
          first: gather(hardestIndices, 1, indices(golden.pos_i)),
          second: gather(hardestIndices, 1, indices(golden.pos_j)),
        },
        { queryLabels: indices(golden.q_labels), keyLabels: indices(golden.queue_labels), top: [1, 5, 16] },
      );
      const { top1, top5, top16, mixed_any, mixed_both } = golden.expect;
      expectClose(found.top, [top1, top5, top16], loss);
      expectClose([found.mixedAny, found.mixedBoth], [mixed_any, mixed_both], loss);
    });
  },

  ema: (golden) => {
    test("after each step", () => {
      const key = floats(golden.key0);
      for (const [step, query] of golden.query_per_step.entries()) {
        momentumUpdate([key], [floats(query)], golden.m);
        expectClose(key, golden.expect.after_each_step[step], { atol: 1e-6 });
      }
    });
  },

  queue: (golden) => {
    test("rows and pointer", () => {
      const keys = floats(golden.queue0);
      let pointer = 0;
      for (const [step, batch] of golden.enqueued.entries()) {
        pointer = enqueue(keys, pointer, floats(batch));
        expect(pointer).toBe(golden.expect.ptr_after_each[step]);
      }
      expectClose(keys, floats(golden.expect.queue), {});
    });
  },

  sgd: (golden) => {
    test("after each step", () => {
      const weight = requireGradient(retype(Parameter, floats(golden.w0)));
      const optimizer = sgd(new Map([["weight", weight]]), {
        momentum: golden.momentum,
        weightDecay: golden.weight_decay,
        nesterov: golden.nesterov,
      });
      for (const [step, slope] of golden.grads.entries()) {
        clearGradients([weight]);
        backward(sumAll(mul(weight, tensor(slope))));
        optimizer.step(golden.lr);
        expectClose(weight, golden.expect.after_each_step[step], { atol: 1e-6 });
      }
    });
  },

  lr: (golden) => {
    test.each([
      ["A", false],
      ["B", true],
    ])("variant %s", (variant, startsAtZero) => {
      const { base, total, warmup } = golden;
      const rates = golden.steps.map((step: number) => cosineSchedule(step, { base, total, warmup, startsAtZero }));
      expectClose(rates, golden.expect[variant], { rtol: 1e-9, atol: 1e-18 });
    });
  },
};

function mochiInputs(golden: GoldenCase) {
  const raw = requireGradient(floats(golden.q_raw));
  const query = normalize(raw);
  return { raw, query, key: normalize(floats(golden.k_raw)), queue: floats(golden.queue), temperature: golden.T };
}

function mixingOf(golden: GoldenCase, throughQuery: boolean): Mixing | undefined {
  if (golden.N_effective === 0) return undefined;
  return {
    hardest: golden.N_effective,
    synthetic: golden.s,
    syntheticWithQuery: golden.s_prime,
    throughQuery,
    draws: {
      first: indices(golden.pos_i),
      second: indices(golden.pos_j),
      alpha: floats(golden.alpha),
      withQuery: indices(golden.pos_j_prime),
      beta: floats(golden.beta),
    },
  };
}

function checkMochi(golden: GoldenCase, throughQuery: boolean): void {
  const mode = throughQuery ? "through" : "detached";

  test("logits, loss and gradients", () => {
    const { raw, query, key, queue, temperature } = mochiInputs(golden);
    expectClose(query, expectation(golden.expect.q), { atol: 1e-6 });
    expectClose(key, expectation(golden.expect.k), { atol: 1e-6 });
    const { logits: negatives } = negativeLogits(query, queue, { mixing: mixingOf(golden, throughQuery) });
    const { loss: value, logits } = infoNce(rowDot(query, key), negatives, { temperature });
    expectClose(logits, expectation(golden.expect.logits), logit);
    expectClose(value, expectation(golden.expect.loss), loss);
    const perSample = sub(logsumexp(logits, [1]), select(logits, 1, 0));
    expectClose(perSample, expectation(golden.expect.loss_per_sample), { rtol: 1e-5, atol: 1e-6 });
    const [byQuery, byRaw] = gradients(value, [query, raw]);
    expectClose(byQuery!, expectation(golden.expect[`dloss_dq_${mode}`]), gradient);
    expectClose(byRaw!, expectation(golden.expect[`dloss_dqraw_${mode}`]), gradient);
  });

  const mixing = mixingOf(golden, throughQuery);
  if (!mixing) return;
  test("parents and mixed points", () => {
    const { query, queue } = mochiInputs(golden);
    const { pairMixed, queryMixed, parents } = mixHardNegatives(query, queue, mixing);
    const asSets = (rows: number[][]) => rows.map((row) => [...row].sort((a, b) => a - b));
    const found = parents.hardestIndices.toNumbers();
    const size = golden.N_effective;
    const rows = Array.from({ length: golden.B }, (_, row) => found.slice(row * size, (row + 1) * size));
    expect(asSets(rows)).toEqual(asSets(golden.top_indices));
    expect(parents.first.toNumbers()).toEqual(golden.idx_i.flat());
    expect(parents.second.toNumbers()).toEqual(golden.idx_j.flat());
    expect(parents.withQuery.toNumbers()).toEqual(golden.idx_j_prime.flat());
    if (golden.expect.h) expectClose(pairMixed, expectation(golden.expect.h), { atol: 1e-6 });
    if (golden.expect.h_prime) expectClose(queryMixed, expectation(golden.expect.h_prime), { atol: 1e-6 });
  });
}

if (folder === undefined) {
  test.skip("reference cases: MOCHI_GOLDEN is not set", () => {});
} else {
  for (const golden of readGolden(folder)) {
    if (notYetCovered.has(golden.kind)) {
      test.skip(`${golden.kind} ${golden.name}: not yet covered`, () => {});
      continue;
    }
    const check = kinds[golden.kind];
    describe(`${golden.kind} ${golden.name}`, () => {
      if (check) check(golden);
      else test("is of a known kind", () => expect.unreachable(`no test knows the kind "${golden.kind}"`));
    });
  }
}
