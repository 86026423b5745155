// Oracle: right answers counted by hand.
import { expect, test } from "vitest";
import { answersMetric, rightAnswers } from "../../src/methods/proxy-task.ts";
import { requireGradient, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf } from "../functional/points.ts";

test("counts rows whose highest logit is the target's, without gradient", () => {
  const logits = requireGradient(
    tensor([
      [2, 0, 1],
      [0, 3, 1],
      [1, 2, 3],
    ]),
  );
  const share = rightAnswers(logits, integersOf([0, 1, 0]));
  expectClose(share, 2 / 3, { rtol: 1e-6 });
  expect(share.requiresGrad).toBe(false);
});

test("is shown as a share under the name of the step's metric", () => {
  expect(answersMetric("the turn is told")).toMatchObject({
    name: "top1",
    isShare: true,
    meaning: "How often the turn is told, on the training batches.",
  });
});
