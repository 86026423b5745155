// Oracle: what the experiment is handed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const analyze = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/analyze.ts", () => ({ analyze }));

test("the run and the choice reach the experiment", async () => {
  const flags = ["--only", "map,spectrum", "--queries", "64", "--images", "12,4030"];
  expect(await runCaptured("analyze", "runs/a", ...flags)).toMatchObject({ code: 0, stderr: "" });
  expect(analyze.mock.calls[0]!.slice(0, 2)).toEqual([
    "runs/a",
    { only: "map,spectrum", queries: 64, images: [12, 4030], data: undefined, threads: 0 },
  ]);
});

test("a missing run and no queries are refused", async () => {
  expect((await runCaptured("analyze")).stderr).toBe("✖ missing required argument 'run'\n  see mochi analyze --help\n");
  expect(await runCaptured("analyze", "runs/a", "--queries", "0")).toMatchObject({ code: 2 });
  expect(await runCaptured("analyze", "runs/a", "--images", "-1")).toMatchObject({ code: 2 });
});
