// Oracle: what the experiment is handed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const bench = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/bench/bench.ts", () => ({ bench }));

test("values reach the experiment", async () => {
  expect(await runCaptured("bench", "--quick", "--only", "loss,knn", "--json", "a.json")).toMatchObject({ code: 0 });
  expect(bench.mock.calls[0]![0]).toEqual({ only: "loss,knn", quick: true, repeat: 0, json: "a.json", threads: 0 });
});

test("wrong values are refused", async () => {
  const { code, stderr } = await runCaptured("bench", "--repeat", "-1");
  expect(code).toBe(2);
  expect(stderr).toContain("repeat is -1, expected a whole number of at least 0");
});
