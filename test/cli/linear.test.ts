// Oracle: what the experiment is handed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const linear = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/linear.ts", () => ({ linear }));

test("the run and the values reach the experiment", async () => {
  expect(await runCaptured("linear", "runs/a", "--runs", "3", "--recipe", "published")).toMatchObject({ code: 0 });
  expect(linear.mock.calls[0]!.slice(0, 2)).toEqual([
    "runs/a",
    { data: undefined, recipe: "published", runs: 3, seed: 0, epochs: 0, lr: 0, batchSize: 0, threads: 0 },
  ]);
});

test("an unknown recipe is refused", async () => {
  expect(await runCaptured("linear", "runs/a", "--recipe", "publish")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('✖ unknown recipe "publish"; did you mean "published"?'),
  });
});
