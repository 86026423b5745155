// Oracle: the exit codes of made scripts.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runSetup } from "../../src/cli/setup.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

async function runScript(text: string) {
  const script = join(temporaryFolder(), "setup.mjs");
  writeFileSync(script, text);
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    return { code: await runSetup(script), printed: write.mock.calls.join("") };
  } finally {
    write.mockRestore();
  }
}

test("success is said, for the script itself is silent when nothing is to do", async () => {
  expect(await runScript("")).toEqual({
    code: 0,
    printed: "✓ set-up is complete; `mochi doctor` shows what there is\n",
  });
});

test("a failure's exit code is passed on", async () => {
  expect(await runScript("process.exitCode = 1")).toEqual({ code: 1, printed: "" });
});

test("a script that was interrupted counts as interrupted", async () => {
  expect(await runScript("process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 5000)")).toEqual({
    code: 130,
    printed: "",
  });
});
