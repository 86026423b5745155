// Oracle: the file and the lines that a profile is to leave.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { recordProfile } from "../../../src/experiment/profile/record.ts";
import { RunFolder } from "../../../src/run/run-folder.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { recordingUi } from "../made-run.ts";
import { madeSteps } from "./made-steps.ts";

test("a profile is printed and written", () => {
  const folder = new RunFolder(temporaryFolder());
  const ui = recordingUi();
  recordProfile(folder, ui)(madeSteps());
  const trace = JSON.parse(readFileSync(folder.profileFile, "utf8"));
  expect(trace.traceEvents).toHaveLength(9);
  expect(ui.lines[0]).toBe("profile of a step: 150.0 ms, mean of 2");
  expect(ui.lines.at(-1)).toContain(folder.profileFile);
});

test("where no step was recorded a warning says so", () => {
  const folder = new RunFolder(temporaryFolder());
  const ui = recordingUi();
  recordProfile(folder, ui)([]);
  expect(ui.warnings).toEqual(["no profile: training was over before its warm-up steps were"]);
  expect(existsSync(folder.profileFile)).toBe(false);
});
