// Oracle: what the report is handed and what is printed, written out by hand.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

const writeReport = vi.hoisted(() => vi.fn(async ([first]: string[]) => `${first}/report.html`));
vi.mock("../../src/report/index.ts", () => ({ writeReport }));

test("all runs go into one page, whose path is printed", async () => {
  expect(await runCaptured("report", "runs/a", "runs/b")).toEqual({
    code: 0,
    stdout: "report: runs/a/report.html\n",
    stderr: "",
  });
  expect(writeReport).toHaveBeenCalledWith(["runs/a", "runs/b"]);
});

test("a report of nothing is refused", async () => {
  expect(await runCaptured("report")).toMatchObject({ code: 2, stdout: "" });
});
