// Runs a command line in this process and returns its exit code and what it printed.
import { vi } from "vitest";
import { run } from "../../src/cli/main.ts";

export async function runCaptured(...argv: string[]) {
  const printed = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  try {
    const code = await run(argv);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
