// Oracle: what the experiment is handed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const knn = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/knn.ts", () => ({ knn }));

test("the run and the values reach the experiment", async () => {
  expect(await runCaptured("knn", "runs/a", "-k", "20", "--temperature", "0.1")).toMatchObject({ code: 0, stderr: "" });
  expect(knn.mock.calls[0]!.slice(0, 2)).toEqual([
    "runs/a",
    { data: undefined, neighbours: 20, temperature: 0.1, threads: 0 },
  ]);
});

test("a missing run, a wrong value and an unknown flag are refused", async () => {
  expect((await runCaptured("knn")).stderr).toBe("✖ missing required argument 'run'\n  see mochi knn --help\n");
  const { code, stderr } = await runCaptured("knn", "runs/a", "-k", "0", "--temprature", "1");
  expect(code).toBe(2);
  expect(stderr.split("\n").filter((line) => line.startsWith("✖"))).toEqual([
    "✖ unknown flag --temprature; did you mean --temperature?",
    "✖ neighbours is 0, expected a whole number of at least 1",
  ]);
});
