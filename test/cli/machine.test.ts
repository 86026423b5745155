// Oracle: the exit codes that set-up and doctor return here.
import { expect, test, vi } from "vitest";
import { runCaptured } from "./run-captured.ts";

vi.mock("../../src/cli/setup.ts", () => ({ runSetup: async () => 0 }));
vi.mock("../../src/cli/doctor.ts", () => ({ runDoctor: async () => 1 }));

test("set-up and doctor decide their own exit codes", async () => {
  expect((await runCaptured("setup")).code).toBe(0);
  expect((await runCaptured("doctor")).code).toBe(1);
});

test("flags they do not have are refused before anything is done", async () => {
  expect(await runCaptured("setup", "--force")).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") });
});
