// Oracle: what the experiment is handed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const reproduce = vi.hoisted(() => vi.fn(async () => 0));
vi.mock("../../src/experiment/reproduce/reproduce.ts", () => ({ reproduce }));

test("hours and folder reach the experiment; failed runs are an exit code", async () => {
  expect(await runCaptured("reproduce", "--hours", "8", "--plan")).toMatchObject({ code: 0, stderr: "" });
  expect(reproduce.mock.calls[0]!.slice(0, 1)).toEqual([
    { hours: 8, plan: true, data: "cifar10", out: "runs/reproduce", threads: 0 },
  ]);
  reproduce.mockResolvedValueOnce(2);
  expect(await runCaptured("reproduce")).toMatchObject({ code: 1 });
});

test("no hours are refused", async () => {
  expect(await runCaptured("reproduce", "--hours", "0")).toMatchObject({ code: 2 });
});
