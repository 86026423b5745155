// Oracle: the signals themselves.
import { expect, test } from "vitest";
import { onInterruption } from "../../src/experiment/interruption.ts";
import { recordingUi } from "./made-run.ts";

test("the first signal asks, and release gives the signals back", () => {
  const before = process.listenerCount("SIGTERM");
  const ui = recordingUi();
  const interruption = onInterruption(ui);
  expect(interruption.isRequested()).toBe(false);
  process.emit("SIGTERM");
  expect(interruption.isRequested()).toBe(true);
  expect(ui.warnings[0]).toContain("checkpoint");
  interruption.release();
  expect(process.listenerCount("SIGTERM")).toBe(before);
});

test("what is said at the first signal may be another sentence", () => {
  const ui = recordingUi();
  const interruption = onInterruption(ui, "stopping after this analysis");
  process.emit("SIGINT");
  interruption.release();
  expect(ui.warnings).toEqual(["stopping after this analysis"]);
});
