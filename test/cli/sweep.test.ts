// Oracle: what the experiment is handed, and the exit code of its failures.
import { beforeEach, expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const sweep = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/sweep.ts", () => ({ sweep }));
beforeEach(() => sweep.mockReset());

test("the file is handed on; failed runs make exit code 1", async () => {
  sweep.mockResolvedValueOnce(0).mockResolvedValueOnce(2);
  expect((await runCaptured("sweep", "a.ts")).code).toBe(0);
  expect((await runCaptured("sweep", "b.json")).code).toBe(1);
  expect(sweep.mock.calls.map(([file]) => file)).toEqual(["a.ts", "b.json"]);
});

test("without a file it is refused", async () => {
  const { code, stderr } = await runCaptured("sweep");
  expect([code, sweep.mock.calls.length]).toEqual([2, 0]);
  expect(stderr).toContain("missing required argument 'file'");
});
