// Oracle: what the experiment is handed, and the exit code of its failures.
import { beforeEach, expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const reproduce = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/reproduce/reproduce.ts", () => ({ reproduce }));
beforeEach(() => reproduce.mockReset());

test("hours, data and folder are handed on; failures make exit code 1", async () => {
  reproduce.mockResolvedValueOnce(0).mockResolvedValueOnce(2);
  expect((await runCaptured("reproduce")).code).toBe(0);
  const flags = ["--hours", "0.5", "--plan", "--data", "cifar100:/c", "--out", "o"];
  expect((await runCaptured("reproduce", ...flags)).code).toBe(1);
  expect(reproduce.mock.calls.map(([values]) => values)).toEqual([
    { hours: 3, plan: false, data: "cifar10", out: "runs/reproduce", threads: 0 },
    { hours: 0.5, plan: true, data: "cifar100:/c", out: "o", threads: 0 },
  ]);
});

test("no hours are refused", async () => {
  const { code, stderr } = await runCaptured("reproduce", "--hours", "0");
  expect([code, reproduce.mock.calls.length]).toEqual([2, 0]);
  expect(stderr).toContain("--hours");
});
